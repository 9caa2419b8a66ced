package org.perfcontracts.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Processors, and which is nearer to which. */
class ProcessorModelTest {
    @Test
    void isReadFromWhatAProfileSays() {
        assertEquals(Optional.of(new ProcessorModel("GenuineIntel", 6, 85)), ProcessorModel.in("Some Xeon (R) (GenuineIntel, family 6, model 85)"));
        assertEquals(Optional.empty(), ProcessorModel.in("Some Xeon (R)"));
        ProcessorModel any = new ProcessorModel("AuthenticAMD", 26, 2);
        assertEquals(Optional.of(any), ProcessorModel.in("(" + any + ")"));
    }

    @Test
    void theSameModelIsNearestThenFamilyThenVendor() {
        ProcessorModel here = new ProcessorModel("AuthenticAMD", 25, 17);
        List<ProcessorModel> rising = List.of(here, new ProcessorModel("AuthenticAMD", 25, 18), new ProcessorModel("AuthenticAMD", 25, 97), new ProcessorModel("AuthenticAMD", 26, 17),
                new ProcessorModel("AuthenticAMD", 23, 17), new ProcessorModel("GenuineIntel", 25, 17));
        for (int i = 0; i + 1 < rising.size(); i++) {
            assertTrue(here.distance(rising.get(i)) < here.distance(rising.get(i + 1)), rising.get(i + 1).toString());
        }
        assertEquals(0, here.distance(here));
    }
}
