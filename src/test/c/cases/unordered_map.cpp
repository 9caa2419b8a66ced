// A table of routes in the map of the standard library: buckets of pointers into one list of all nodes. Packets do not change it.
#include <cstdint>
#include <cstring>
#include <unordered_map>

static std::unordered_map<std::uint32_t, std::uint32_t> routes;

extern "C" void setup(void)
{
	for (std::uint32_t i = 0; i < 200; i++)
		routes[i * 2654435761u] = i % 7;
}

extern "C" int nf(std::uint8_t *packet, std::uint16_t length)
{
	std::uint32_t address;

	if (length < 34)
		return -1;
	std::memcpy(&address, packet + 30, sizeof(address));
	auto found = routes.find(address);
	return found == routes.end() ? -2 : static_cast<int>(found->second);
}
