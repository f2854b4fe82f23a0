#include "log/mirror.h"

#include <nlohmann/json.hpp>
#include <sstream>

namespace writ::log {

namespace {

using nlohmann::json;

constexpr std::string_view magic = "writ-mirror/v1";

std::string label(std::uint64_t first) { return "writ/mirror/v1/" + std::to_string(first); }

std::string base64(std::string_view bytes) { return base::to_base64(base::view(bytes)); }

json entry_json(const EntryRow& row) {
  return {{"index", *row.index},
          {"body_root", base::to_hex(row.body_root)},
          {"case_ref", row.case_ref},
          {"folder", row.folder},
          {"kind", row.kind},
          {"committed_at", base::unix_seconds(row.committed_at)},
          {"public_values", base64(encode_values(row.public_values))},
          {"opening", base64(row.opening)},
          {"private_part", base64(row.private_part)},
          {"promise", row.promise}};
}

/// Throws json::exception or bad_optional_access on a form that mirror_record does not write.
EntryRow entry_of(const json& value) {
  const auto bytes = [&](const char* name) {
    const auto decoded = base::bytes_from_base64(value.at(name).get<std::string>()).value();
    return std::string(decoded.begin(), decoded.end());
  };
  EntryRow row;
  row.index = value.at("index").get<std::uint64_t>();
  row.body_root = base::hash_from_hex(value.at("body_root").get<std::string>()).value();
  row.case_ref = value.at("case_ref").get<std::string>();
  row.folder = value.at("folder").get<std::string>();
  row.kind = value.at("kind").get<std::string>();
  row.committed_at = base::from_unix(value.at("committed_at").get<std::int64_t>());
  row.public_values = decode_stored(bytes("public_values")).value();
  row.opening = bytes("opening");
  row.private_part = bytes("private_part");
  row.promise = value.at("promise").get<std::string>();
  return row;
}

MirrorTick tick_of_json(const json& value) {
  MirrorTick mirrored;
  mirrored.tick.first = value.at("first").get<std::uint64_t>();
  mirrored.tick.size = value.at("size").get<std::uint64_t>();
  mirrored.tick.cut = base::from_unix(value.at("cut").get<std::int64_t>());
  mirrored.tick.period_first = value.at("period_first").get<std::uint64_t>();
  if (value.contains("close_index")) mirrored.tick.close_index = value.at("close_index").get<std::uint64_t>();
  mirrored.tick.padded = value.at("padded").get<bool>();
  mirrored.dummies_key = base::hash_from_hex(value.at("dummies").get<std::string>()).value();
  for (const json& entry : value.at("entries")) mirrored.entries.push_back(entry_of(entry));
  return mirrored;
}

base::Result<MirrorTick> open_record(KeyCache& keys, std::uint64_t first, std::uint64_t period_first,
                                     std::string_view sealed) {
  TRY(const base::Hash key, keys.find(seeds_key_name(period_first)));
  TRY(const std::string plain, crypto::unseal(key, sealed, label(first)));
  try {
    return tick_of_json(json::parse(plain));
  } catch (const std::exception& error) {
    return base::fail(base::Errc::corrupt, label(first), error.what(), "is not a record of this version");
  }
}

}  // namespace

base::Result<std::string> mirror_record(KeyCache& keys, base::Random& random, const MirrorTick& mirrored) {
  const TickRow& tick = mirrored.tick;
  json entries = json::array();
  for (const EntryRow& row : mirrored.entries) entries.push_back(entry_json(row));
  json value = {{"first", tick.first},
                {"size", tick.size},
                {"cut", base::unix_seconds(tick.cut)},
                {"period_first", tick.period_first},
                {"padded", tick.padded},
                {"dummies", base::to_hex(mirrored.dummies_key)},
                {"entries", std::move(entries)}};
  if (tick.close_index) value["close_index"] = *tick.close_index;
  TRY(const base::Hash key, keys.find(seeds_key_name(tick.period_first)));
  // Texts are UTF-8 by the grammar; a byte that is not would be an error of the journal, and is kept visible here.
  const std::string plain = value.dump(-1, ' ', false, json::error_handler_t::replace);
  const std::string sealed = crypto::seal(key, plain, label(tick.first), random);
  // The LF in front ends a line that a dying process left torn.
  return "\n" + std::string(magic) + " " + std::to_string(tick.first) + " " + std::to_string(tick.period_first) + " " +
         base64(sealed) + " .\n";
}

base::Result<std::vector<MirrorTick>> read_mirror(KeyCache& keys, std::string_view content) {
  std::vector<MirrorTick> ticks;
  std::istringstream lines{std::string(content)};
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string name, encoded, end;
    std::uint64_t first = 0, period_first = 0;
    if (!(words >> name >> first >> period_first >> encoded >> end) || name != magic || end != ".")
      continue;  // empty or torn
    const auto sealed = base::bytes_from_base64(encoded);
    if (!sealed) return base::fail(base::Errc::corrupt, label(first), encoded, "is not base64");
    TRY(MirrorTick tick, open_record(keys, first, period_first, base::text(*sealed)));
    ticks.push_back(std::move(tick));
  }
  return ticks;
}

base::Path mirror_file(const base::Path& folder, base::Time now) {
  return folder / (base::format_day(base::day_of(now)) + ".mirror");
}

}  // namespace writ::log
