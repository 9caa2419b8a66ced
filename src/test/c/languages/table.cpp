// A packet function over the standard library's hash table, for tests of what C++ compilers make.
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace net {

class Table {
public:
	int lookup(const uint8_t *packet, std::size_t length);
	std::unordered_map<uint32_t, int> routes;
};

// Read as in a router: four bytes of the packet are the key.
__attribute__((noinline)) int Table::lookup(const uint8_t *packet, std::size_t length)
{
	if (length < 34)
		return -1;
	uint32_t key = packet[30] | packet[31] << 8 | packet[32] << 16 | static_cast<uint32_t>(packet[33]) << 24;
	auto found = routes.find(key);
	return found == routes.end() ? 0 : found->second;
}

// Without the table: what belongs to names and parameters alone.
__attribute__((noinline)) int classify(const uint8_t *packet, uint16_t length)
{
	if (length < 14)
		return -1;
	return packet[12] == 8 && packet[13] == 0;
}

__attribute__((noinline)) int classify(const char *text)
{
	return text[0] == 'x';
}

} // namespace net

static uint8_t buffer[64];

int main(int argc, char **)
{
	net::Table table;
	for (int i = 0; i < 20; i++)
		table.routes[0x0a000000u + 7919u * i] = i + 1;
	return table.lookup(buffer, 60) + net::classify(buffer, 60) + (argc > 5 ? net::classify("x") : 0);
}
