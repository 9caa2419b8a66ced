// Packets of known sources are counted in the map of the standard library: nodes allocated one by one, with the map's tables in between as it grows.
#include <cstdint>
#include <cstring>
#include <unordered_map>

static std::unordered_map<std::uint32_t, std::uint64_t> hits;

extern "C" void setup(void)
{
	for (std::uint32_t i = 0; i < 100; i++)
		hits[i * 2654435761u] = 0;
}

extern "C" int nf(std::uint8_t *packet, std::uint16_t length)
{
	std::uint32_t source;

	if (length < 34)
		return -1;
	std::memcpy(&source, packet + 26, sizeof(source));
	auto found = hits.find(source);
	if (found == hits.end())
		return -2;
	found->second++;
	return found->second > 1000 ? -3 : 0;
}
