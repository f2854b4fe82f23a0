#include "report/unverified.h"

#include <nlohmann/json.hpp>

#include "report/components.h"
#include "report/pages.h"
#include "report/stated.h"

namespace writ::report {

using namespace page;
using Json = nlohmann::json;

namespace {

// What a provider states freely may be deep; a page that follows it further says nothing to a reader.
constexpr int depth_max = 6;

bool is_band(const Json& value) {
  return value.is_object() && value.contains("low") && value.contains("high") && value["low"].is_number_unsigned() &&
         value["high"].is_number_unsigned();
}

Html shown(const Locale& t, const Json& value, int depth) {
  if (depth == depth_max) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (is_band(value)) {
    Html out = cell_band(value["low"].get<std::uint64_t>(), value["high"].get<std::uint64_t>(), t);
    Json rest = value;
    rest.erase("low");
    rest.erase("high");
    return rest.empty() ? out : out + shown(t, rest, depth + 1);
  }
  if (value.is_string()) return as_written(value.get<std::string>());
  if (value.is_number_unsigned()) return cell_number(value.get<std::uint64_t>(), t);
  if (value.is_null()) return cell_not_reported(t);
  if (value.is_array()) {
    Html items;
    for (const Json& item : value) items += li(shown(t, item, depth + 1));
    return ul(items);
  }
  if (value.is_object()) {
    Html items;
    for (const auto& [name, item] : value.items()) items += dt(as_written(name)) + dd(shown(t, item, depth + 1));
    return dl(cls("w-list"), items);
  }
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What this product does not write itself.
Html rest_of(const Locale& t, const std::string& json) {
  const Json value = Json::parse(json, nullptr, false);
  return value.is_object() && !value.empty() ? div(cls("w-unverified"), shown(t, value, 0)) : Html();
}

Html owed_table(const Here& here, const OwedProcesses& owed) {
  if (owed.countries.empty()) return {};
  const Locale& t = Locale::of(here.language());
  Grid made{.id = "owed",
            .caption = t.text("owed.caption", {{"n", owed.days}}),
            .columns = {{t.text("column.country")},
                        {t.text("owed.answered"), true},
                        {t.text("owed.received"), true},
                        {t.text("owed.never"), true}}};
  for (const auto& [country, row] : owed.countries)
    made.rows.push_back({country_link(here, country), cell_number(row.answered, t), cell_number(row.received, t),
                         cell_number(row.never, t)});
  return grid(here, made);
}

}  // namespace

Html bands_table(const Here& here, const StatedBands& bands, const std::string& name) {
  if (bands.list.empty()) return {};
  const Locale& t = Locale::of(here.language());
  Grid made{.id = name,
            .caption = t.text("band.caption", {{"law", bands.law}}),
            .columns = {{t.text("band.category")}, {t.text("band.span")}, {t.text("band.band")}}};
  for (const StatedBand& one : bands.list)
    made.rows.push_back(
        {band_category(one.category, t), period_in_words(one.span, t), cell_band(one.low, one.high, t)});
  return grid(here, made) + p(cls("w-small"), t("band.note"));
}

Html unverified_section(const Here& here, const std::string& json) {
  const Locale& t = Locale::of(here.language());
  const Stated stated = read_stated(json);
  const Html tables = bands_table(here, stated.bands, "bands") + owed_table(here, stated.emergencies) +
                      rest_of(t, stated.rest);
  Html out = h2(t("unverified.title"));
  if (tables.empty()) return out + p(t("unverified.none"));
  return out + p(t("unverified.lead")) + tables;
}

std::pair<std::string, std::string> security_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("national-security/index.html");
  Html main = h1(t("foot.security")) + p(cls("w-lead"), t("security.lead")) + p(t("security.structure"));
  bool any = false;
  for (auto one = site.periods.rbegin(); one != site.periods.rend(); ++one) {
    const Stated stated = read_stated(one->bundle.published.unverified);
    const Html told = bands_table(here, stated.bands, "bands-" + one->name()) + rest_of(t, stated.rest);
    if (told.empty()) continue;
    any = true;
    main += h2(here.link("reports/" + one->name() + "/index.html", period_in_words(one->period(), t))) + told;
  }
  if (!any) main += p(cls("w-note"), t("security.nothing"));
  main += h2(t("security.why_title")) + p(t("security.why"));
  main += p(t("security.more", {{"method", here.href_to("method/index.html#band")}}));
  return page_file(site, here,
                   {.title = t.text("foot.security"),
                    .description = t.text("security.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

}  // namespace writ::report
