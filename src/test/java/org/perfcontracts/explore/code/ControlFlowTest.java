package org.perfcontracts.explore.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.perfcontracts.explore.HandMadeCode;
import org.perfcontracts.x86.Decoder;

/** Loops of code written by hand, at 0x1000. */
class ControlFlowTest {
    private static final Decoder DECODER = Decoder.ofHome();

    private static ControlFlow flow(String code, Map<Long, Set<Long>> jumps) {
        return ControlFlow.of(new Code(HandMadeCode.of(code), DECODER), HandMadeCode.START, jumps);
    }

    private static ControlFlow flow(String code) {
        return flow(code, Map.of());
    }

    @Test
    void aLoopIsItsHeaderAndWhatComesBackToIt() {
        // xor eax,eax; 1002: inc eax; cmp eax,10; jne 1002; ret
        ControlFlow flow = flow("31c0 ffc0 83f80a 75f9 c3");
        assertEquals(Set.of(0x1002L, 0x1004L, 0x1007L), flow.loopAt(0x1002).body());
        assertNull(flow.loopAt(0x1000));
        assertNull(flow.loopAt(0x1004));
    }

    @Test
    void anInnerLoopIsPartOfTheOuterOne() {
        // xor eax,eax; 1002: xor ecx,ecx; 1004: inc ecx; cmp ecx,3; jne 1004; inc eax; cmp eax,5; jne 1002; ret
        ControlFlow flow = flow("31c0 31c9 ffc1 83f903 75f9 ffc0 83f805 75f0 c3");
        assertEquals(Set.of(0x1004L, 0x1006L, 0x1009L), flow.loopAt(0x1004).body());
        assertEquals(Set.of(0x1002L, 0x1004L, 0x1006L, 0x1009L, 0x100bL, 0x100dL, 0x1010L), flow.loopAt(0x1002).body());
    }

    @Test
    void twoWaysBackToOneHeaderAreOneLoop() {
        // 1000: test edi,edi; je 1000; dec edi; jne 1000; ret
        assertEquals(Set.of(0x1000L, 0x1002L, 0x1004L, 0x1006L), flow("85ff 74fc ffcf 75f8 c3").loopAt(0x1000).body());
    }

    @Test
    void aWayThatLeavesIsNotPartOfTheLoop() {
        // 1000: dec edi; je 1009; test esi,esi; jne 1000; ret; 1009: inc eax; ret
        ControlFlow flow = flow("ffcf 7405 85f6 75f8 c3 ffc0 c3");
        assertEquals(Set.of(0x1000L, 0x1002L, 0x1004L, 0x1006L), flow.loopAt(0x1000).body());
    }

    @Test
    void loopsThatCodeJumpsIntoTheMiddleOfAreNested() {
        // 1000: test edi,edi; je 1008; 1004: dec esi; je 100f; 1008: inc eax; test al,1; jne 1004; ret; 100f: test al,2; jne 1008; jmp 1004
        ControlFlow flow = flow("85ff 7404 ffce 7407 ffc0 a801 75f6 c3 a802 75f5 ebef");
        assertEquals(Set.of(0x1004L, 0x1006L, 0x1008L, 0x100aL, 0x100cL, 0x100fL, 0x1011L, 0x1013L), flow.loopAt(0x1008).body());
        assertEquals(Set.of(0x1004L, 0x1006L, 0x100fL, 0x1011L, 0x1013L), flow.loopAt(0x1004).body());
    }

    @Test
    void anIndirectJumpGoesWhereItWasSeenToGo() {
        // 1000: dec edi; jmp rax; 1004: ret
        String code = "ffcf ffe0 c3";
        assertNull(flow(code).loopAt(0x1000));
        ControlFlow known = flow(code, Map.of(0x1002L, Set.of(0x1000L, 0x1004L)));
        assertEquals(Set.of(0x1000L, 0x1002L), known.loopAt(0x1000).body());
        assertFalse(known.sameLoops(flow(code)));
        assertTrue(flow(code).sameLoops(flow(code, Map.of(0x1002L, Set.of(0x1004L)))));
    }

    @Test
    void aCallIsTakenToReturn() {
        // 1000: call 1000; ret
        assertNull(flow("e8fbffffff c3").loopAt(0x1000));
        // 1000: call 2000; jmp 1000
        assertEquals(Set.of(0x1000L, 0x1005L), flow("e8fb0f0000 ebf9").loopAt(0x1000).body());
    }
}
