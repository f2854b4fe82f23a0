#include "observatory/series.h"

#include <algorithm>

namespace writ::observatory {

std::map<SeriesKey, Series> series_of(std::span<const Observation> observations) {
  std::map<SeriesKey, Series> all;
  for (const Observation& o : observations) all[{o.platform, o.country, o.measure}].push_back(&o);
  for (auto& [key, series] : all) {
    std::ranges::sort(series, {}, [](const Observation* o) {
      return std::tie(o->period, o->source_file, o->source_line, o->source_record);
    });
  }
  return all;
}

bool is_count(std::string_view measure) {
  return !measure.starts_with("percent_") && measure.find("average") == measure.npos;
}

bool has_value(const Figure& figure) { return figure.status != Status::not_reported; }

std::string_view base_of(std::string_view measure) { return measure.substr(0, measure.find('.')); }

std::string_view process_of(std::string_view measure) {
  const auto dot = measure.find('.');
  return dot == measure.npos ? std::string_view() : measure.substr(dot + 1);
}

}  // namespace writ::observatory
