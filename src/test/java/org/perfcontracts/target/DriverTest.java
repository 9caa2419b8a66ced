package org.perfcontracts.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.perfcontracts.cpu.PluggedDevice;

class DriverTest {
    @Test
    void everyDriverIsFoundByItsKeyAndByWhatItIsWrittenAs() {
        for (Driver driver : Driver.ALL) {
            assertEquals(driver, Driver.of(driver.key()));
            assertEquals(driver, Driver.of(driver.toString()));
        }
    }

    @Test
    void propertiesAreTheDevices() {
        Driver driver = Driver.of("virtio,packed=on,notify=off");
        assertNotEquals(Driver.VIRTIO, driver);
        assertEquals(driver, Driver.of("virtio,notify=off,packed=off,packed=on"));
        assertEquals("virtio,guest_csum=on,in_order=off,mrg_rxbuf=on,notify=off,packed=on", driver.toString());
        assertEquals(Optional.of(new PluggedDevice("virtio", 1, 60, 4, "guest_csum=on,in_order=off,mrg_rxbuf=on,notify=off,packed=on")), driver.device(1, 60, 4));
        assertEquals(Optional.empty(), Driver.NONE.device(0, 60, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "e1000 | unknown: 'e1000'; known: net_ring, ixgbe, virtio, none",
        "ixgbe,packed=on | ixgbe has no property 'packed'",
        "virtio, | virtio has no property ''; it has: guest_csum, in_order, mrg_rxbuf, notify, packed",
        "virtio,notify=no | the property notify of virtio must be notify=any or notify=on or notify=off, not 'notify=no'",
        "virtio,packed | the property packed of virtio must be packed=off or packed=on, not 'packed'"})
    void whatThereIsNotIsNamed(String text, String complaint) {
        assertEquals(complaint, assertThrows(IllegalArgumentException.class, () -> Driver.of(text)).getMessage());
    }
}
