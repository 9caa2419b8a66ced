package org.perfcontracts.explore;

import java.util.HexFormat;
import java.util.List;
import org.perfcontracts.image.Mapping;
import org.perfcontracts.image.Snapshot;

/** A stopped process of two pages, which begin with the bytes given; all registers are zero. */
public record HandMadeCode(byte[] first, byte[] second) implements Snapshot {
    public static final long START = 0x1000;
    private static final int PAGE = 4096;

    /** Bytes in hexadecimal, anything but digits ignored. */
    public static HandMadeCode of(String hexadecimal) {
        byte[] page = new byte[PAGE];
        byte[] bytes = HexFormat.of().parseHex(hexadecimal.replaceAll("[^0-9a-f]", ""));
        System.arraycopy(bytes, 0, page, 0, bytes.length);
        return new HandMadeCode(page, new byte[PAGE]);
    }

    @Override
    public long general(int number) {
        return 0;
    }

    @Override
    public long instructionPointer() {
        return START;
    }

    @Override
    public long flags() {
        return 0;
    }

    @Override
    public long fsBase() {
        return 0;
    }

    @Override
    public int floatControl() {
        return 0x1f80;
    }

    @Override
    public long gsBase() {
        return 0;
    }

    @Override
    public byte[] vector(int number) {
        return new byte[64];
    }

    @Override
    public List<Mapping> mappings() {
        return List.of(new Mapping(START, START + 2 * PAGE, true, true, true, 0, ""));
    }

    @Override
    public byte[] page(long pageAddress) {
        return pageAddress == START ? first : pageAddress == START + PAGE ? second : null;
    }
}
