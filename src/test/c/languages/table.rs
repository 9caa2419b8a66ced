// A packet function of Rust, for tests of what its compiler makes.
use std::collections::HashMap;

mod net {
    use std::collections::HashMap;

    // A slice is passed as a pointer and a length.
    #[inline(never)]
    pub fn classify(packet: &[u8]) -> u32 {
        if packet.len() < 14 {
            return 0;
        }
        match (packet[12], packet[13]) {
            (8, 0) => 1,
            (0x86, 0xdd) => 2,
            _ => 3,
        }
    }

    #[inline(never)]
    pub fn lookup(table: &HashMap<u32, u32>, packet: &[u8]) -> u32 {
        if packet.len() < 34 {
            return 0;
        }
        let key = u32::from_be_bytes([packet[30], packet[31], packet[32], packet[33]]);
        *table.get(&key).unwrap_or(&1)
    }
}

fn main() {
    let mut table = HashMap::new();
    for i in 0..20u32 {
        table.insert(i * 7919, i);
    }
    let buffer = vec![0u8; 64];
    let packet = &buffer[..60 + std::env::args().count()];
    let result = net::classify(packet) + net::classify(&packet[1..]) + net::lookup(&table, packet);
    std::process::exit(result as i32);
}
