#include "report/stated.h"

#include <nlohmann/json.hpp>

#include "legal/bands.h"

namespace writ::report {

namespace {

using Json = nlohmann::json;

/// Only what legal/bands.h knows: an unknown category would be shown without a label.
std::optional<StatedBand> band_of(const legal::BandStructure& structure, const Json& one) {
  if (!one.is_object() || !one.value("low", Json()).is_number_unsigned() ||
      !one.value("high", Json()).is_number_unsigned() || !one.value("category", Json()).is_string() ||
      !one.value("span", Json()).is_string())
    return std::nullopt;
  StatedBand band{one["category"], {}, one["low"], one["high"]};
  const auto span = base::parse_period(one["span"].get<std::string>());
  if (!span || legal::find_band_category(structure, band.category) == nullptr) return std::nullopt;
  band.span = *span;
  return band;
}

bool read_bands(const Json& value, StatedBands& bands) {
  if (!value.is_object() || !value.value("law", Json()).is_string() || !value.value("bands", Json()).is_array())
    return false;
  const std::string law = value["law"];
  const legal::BandStructure* structure = nullptr;
  for (const legal::BandStructure& one : legal::band_structures())
    if (one.law == law) structure = &one;
  if (structure == nullptr) return false;
  StatedBands read{law, {}};
  for (const Json& one : value["bands"]) {
    auto band = band_of(*structure, one);
    if (!band) return false;
    read.list.push_back(std::move(*band));
  }
  bands = std::move(read);
  return true;
}

bool read_counts(const Json& value, const char* member, std::uint64_t OwedRow::* place, OwedProcesses& owed) {
  const auto found = value.find(member);
  if (found == value.end()) return true;
  if (!found->is_object()) return false;
  for (const auto& [country, count] : found->items()) {
    if (!count.is_number_unsigned()) return false;
    owed.countries[country].*place = count.get<std::uint64_t>();
  }
  return true;
}

bool read_owed(const Json& value, OwedProcesses& owed) {
  if (!value.is_object() || !value.value("days_for_process", Json()).is_number_unsigned()) return false;
  OwedProcesses read{value["days_for_process"], {}};
  if (!read_counts(value, "answered", &OwedRow::answered, read) ||
      !read_counts(value, "process_received", &OwedRow::received, read) ||
      !read_counts(value, "process_never_sent", &OwedRow::never, read))
    return false;
  owed = std::move(read);
  return true;
}

}  // namespace

Stated read_stated(const std::string& json) {
  Stated stated;
  Json value = Json::parse(json, nullptr, false);
  if (value.is_discarded() || !value.is_object()) value = Json::object();
  if (value.contains("national_security") && read_bands(value["national_security"], stated.bands))
    value.erase("national_security");
  if (value.contains("emergencies") && read_owed(value["emergencies"], stated.emergencies)) value.erase("emergencies");
  stated.rest = value.dump();
  return stated;
}

}  // namespace writ::report
