#include <algorithm>
#include <map>

#include "legal/countries.h"
#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/sorting.h"

namespace writ::report {

using namespace page;

namespace {

constexpr std::size_t trend_periods = 8;

/// A sort order is a path: /countries/by-users/ lists the most first, /countries/by-users-asc/ the fewest. Names go
/// from A to Z at /countries/by-name/ and back at /countries/by-name-desc/.
struct Order {
  const char* folder;
  const char* key;  // of the column
  bool ascending;
  Key in_words;
};
constexpr Order orders[] = {
    {"by-fulfilled", "fulfilled", false, "order.fulfilled"},
    {"by-fulfilled-asc", "fulfilled", true, "order.fulfilled_asc"},
    {"by-name", "name", true, "order.name"},
    {"by-name-asc", "name", true, "order.name"},
    {"by-name-desc", "name", false, "order.name_desc"},
    {"by-received", "received", false, "order.received"},
    {"by-received-asc", "received", true, "order.received_asc"},
    {"by-users", "users", false, "order.users"},
    {"by-users-asc", "users", true, "order.users_asc"},
    {"by-refused", "refused", false, "order.refused"},
    {"by-refused-asc", "refused", true, "order.refused_asc"},
};

std::uint64_t key_of(const Counts& counts, std::string_view key) {
  if (key == "received") return counts.requests;
  if (key == "users") return counts.users_affected;
  if (key == "refused") return counts.outcome_of("refused");
  return counts.fulfilled;
}

/// site.countries() is ascending by name, and ties keep that order in every list.
std::vector<std::string> sorted(const SiteData& site, const Order& order) {
  std::vector<std::string> countries = site.countries();
  const bool held_row = !countries.empty() && countries.back() == country_not_shown;
  if (held_row) countries.pop_back();
  if (std::string_view(order.key) != "name") {
    sort_keeping_ties(countries, [&](const std::string& a, const std::string& b) {
      const std::uint64_t left = key_of(site.of(site.all, a), order.key);
      const std::uint64_t right = key_of(site.of(site.all, b), order.key);
      return order.ascending ? left < right : left > right;
    });
  } else if (!order.ascending) {
    std::ranges::reverse(countries);
  }
  if (held_row) countries.emplace_back(country_not_shown);  // no country: stands last in every order
  return countries;
}

/// The row of a country, as the anchors lead to it.
std::string row_id(const std::string& country) { return "c-" + country_slug(country); }

Html trend(const SiteData& site, const std::string& country) {
  const std::size_t first = site.periods.size() > trend_periods ? site.periods.size() - trend_periods : 0;
  double largest = 0;
  std::vector<double> rates;
  for (std::size_t i = first; i < site.periods.size(); ++i) {
    const PeriodData& one = site.periods[i];
    rates.push_back(static_cast<double>(site.of(one.tables, country).fulfilled) / one.period().days());
    largest = std::max(largest, rates.back());
  }
  std::string bars;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const int height = largest == 0 ? 0 : std::max(rates[i] > 0 ? 1 : 0, static_cast<int>(20 * rates[i] / largest));
    bars += "<rect class=\"c-requests\" x=\"" + std::to_string(i * 10) + "\" y=\"" + std::to_string(20 - height) +
            "\" width=\"8\" height=\"" + std::to_string(height) + "\"/>";
  }
  return markup("<svg class=\"w-spark\" width=\"" + std::to_string(rates.size() * 10) +
                "\" height=\"21\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M0 20.5H" +
                std::to_string(rates.size() * 10) + "\"/>" + bars + "</svg>");
}

Grid table_of(const Locale& t, const Order& order) {
  const auto column = [&](Key label, const char* key) {
    const bool current = std::string_view(order.key) == key;
    const bool name = std::string_view(key) == "name";
    // A second press on the column that orders the table turns it round.
    const bool other_way = current && order.ascending == name;
    const std::string folder = std::string("by-") + key + (other_way ? (name ? "-desc" : "-asc") : "");
    return Column{t.text(label), !name, "countries/" + folder + "/index.html",
                  current ? (order.ascending ? "ascending" : "descending") : ""};
  };
  Grid made{.id = "countries",
            .caption = t.text("countries.caption", {{"order", t.text(order.in_words)}}),
            .totals_first = true};
  made.columns = {column("column.country", "name"),        column("column.received", "received"),
                  column("column.fulfilled", "fulfilled"), column("column.users", "users"),
                  column("column.refused", "refused"),     {t.text("column.no_data"), true},
                  {t.text("column.withdrawn"), true},      {t.text("column.pending"), true},
                  {t.text("column.per_period")},           {t.text("column.files")}};
  return made;
}

Html list_of(const SiteData& site, const Here& here, const Order& order) {
  const Locale& t = site.locale();
  Grid made = table_of(t, order);
  const auto row = [&](Html name, const std::string& country, const Counts& counts) {
    const std::string slug = country_slug(country);
    const std::string stem = country == "all" ? "data/totals" : "countries/" + slug;
    const bool files = country == "all" || !slug.empty();
    made.row_ids.push_back(files && country != "all" ? row_id(country) : std::string());
    made.rows.push_back({std::move(name), cell_number(counts.requests, t), cell_number(counts.fulfilled, t),
                         cell_number(counts.users_affected, t), cell_number(counts.outcome_of("refused"), t),
                         cell_number(counts.outcome_of("no_data"), t), cell_number(counts.outcome_of("withdrawn"), t),
                         cell_number(counts.pending, t), trend(site, country),
                         files ? span(here.link(stem + ".csv", "CSV"), " ", here.link(stem + ".json", "JSON"))
                               : span(cls("w-none"), t("countries.no_file"))});
  };
  row(t("site.all_countries"), "all", site.all.all);
  for (const std::string& country : sorted(site, order))
    row(country_link(here, country), country, site.of(site.all, country));
  return grid(here, made);
}

Html row_links(const std::vector<std::pair<std::string, std::string>>& rows) {
  return each(rows, [](const auto& one) { return a(href("#" + one.first), one.second) + Html(" "); });
}

/// Long lists are entered by a letter or a part of the world; both lead to rows of the same table.
Html anchors(const SiteData& site, const Order& order) {
  const Locale& t = site.locale();
  const std::vector<std::string> countries = sorted(site, order);
  std::vector<std::string> names;
  for (const std::string& country : countries) names.push_back(country_name(country, t));
  const std::vector<std::string> letters = t.index_letters(names);
  std::vector<std::pair<std::string, std::string>> first;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> regions;
  for (std::size_t i = 0; i < countries.size(); ++i) {
    if (countries[i] == country_not_shown) continue;
    if (i == 0 || letters[i] != letters[i - 1]) first.emplace_back(row_id(countries[i]), letters[i]);
    if (const std::string region = t.region(countries[i]); !region.empty())
      regions[region].emplace_back(row_id(countries[i]), names[i]);
  }
  Html out;
  if (std::string_view(order.key) == "name")  // in another order a letter leads nowhere
    out += nav(cls("w-letters"), attr("aria-label", t.text("countries.letters")), p(row_links(first)));
  return out +
         details(cls("w-regions"), summary(t("countries.regions")),
                 dl(each(regions, [](const auto& one) { return div(dt(one.first), dd(row_links(one.second))); })));
}

/// Where the column headings are not shown (narrow screens) these are the ways to order.
Html orders_nav(const Locale& t, const Here& here, const Order& current) {
  return nav(cls("w-narrow"), attr("aria-label", t.text("countries.order")),
             details(summary(t("countries.order_is", {{"order", t.text(current.in_words)}})),
                     ul(cls("w-plain"), each(orders, [&](const Order& order) {
                          if (std::string_view(order.folder) == "by-name-asc")
                            return Html();  // the same list as by-name
                          return li(&order == &current
                                        ? Html(strong(t(order.in_words)))
                                        : here.link(std::string("countries/") + order.folder + "/index.html",
                                                    t.text(order.in_words)));
                        }))));
}

/// Countries without a row are listed too: 0 is a figure.
Html nothing_received(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  std::vector<std::pair<std::string, std::string>> none;  // sort key, code
  for (const legal::Country& country : legal::countries())
    if (!site.all.countries.contains(std::string(country.alpha2)))
      none.emplace_back(t.sort_key(country_name(country.alpha2, t)), country.alpha2);
  std::ranges::sort(none);
  return section(h2(id("nothing"), t("countries.nothing")), p(t("countries.nothing_from", {{"n", none.size()}})),
                 ul(cls("w-names"), each(none, [&](const auto& one) { return li(country_link(here, one.second)); })));
}

std::pair<std::string, std::string> list_page(const SiteData& site, const Order& order, const std::string& path) {
  const Locale& t = site.locale();
  const Here here = site.here(path);
  Html main = h1(t("nav.countries"));
  if (site.periods.empty()) {
    main += p(cls("w-lead"), t("finding.none"));
  } else {
    const std::size_t held = site.all.countries.contains(std::string(country_not_shown)) ? 1 : 0;
    main +=
        p(cls("w-lead"),
          t("countries.lead",
            {{"countries", site.countries().size() - held},
             {"requests", site.all.all.requests},
             {"period", period_in_words({site.periods.front().period().first, site.periods.back().period().last}, t)},
             {"fulfilled", site.all.all.fulfilled}}));
    main += p(cls("w-small"), t("countries.how_to_read"), " ",
              here.link("countries/matrix/index.html", t.text("matrix.title")), " \u00b7 ",
              a(href("#nothing"), t("countries.nothing")));
    main += orders_nav(t, here, order);
    main += div(cls("w-filter"), flag("hidden"), attr("data-filter", "countries"),
                attr("data-label", t.text("filter.label")),
                attr("data-shown", t.text("filter.shown", {{"n", "{n}"}, {"all", "{all}"}})));
    main += anchors(site, order) + list_of(site, here, order);
    main += nothing_received(site, here);
  }
  const std::string title = path == "countries/index.html"
                                ? t.text("nav.countries")
                                : t.text("countries.title", {{"order", t.text(order.in_words)}});
  return page_file(site, here,
                   {.title = title,
                    .description = t.text("countries.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

/// /countries/matrix/: fulfilled requests of each country in each period, the totals first.
std::pair<std::string, std::string> matrix_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("countries/matrix/index.html");
  Grid made{.id = "matrix",
            .caption = t.text("matrix.caption"),
            .columns = {{t.text("column.country")}},
            .totals_first = true,
            .stacked = false};
  for (const PeriodData& one : site.periods) made.columns.push_back({period_label(one.period(), t), true});
  const auto row = [&](Html name, const std::string& country) {
    std::vector<Html> cells = {std::move(name)};
    for (const PeriodData& one : site.periods) cells.push_back(cell_number(site.of(one.tables, country).fulfilled, t));
    made.rows.push_back(std::move(cells));
  };
  row(t("site.all_countries"), "all");
  for (const std::string& country : site.countries()) row(country_link(here, country), country);
  Html main = h1(t("matrix.title")) + p(cls("w-lead"), t("matrix.lead")) + fulfilled_note(here);
  main +=
      div(cls("w-filter"), flag("hidden"), attr("data-filter", "matrix"), attr("data-label", t.text("filter.label")),
          attr("data-shown", t.text("filter.shown", {{"n", "{n}"}, {"all", "{all}"}})));
  main += div(cls("w-scroll"), attr("tabindex", "0"), attr("role", "region"),
              attr("aria-label", t.text("matrix.title")), grid(here, made));
  main += file_links(here, {{"CSV", "data/totals.csv"}, {"JSON", "data/totals.json"}});
  return page_file(site, here,
                   {.title = t.text("matrix.title"),
                    .description = "",
                    .above = {{t.text("nav.latest"), "index.html"}, {t.text("nav.countries"), "countries/index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles country_list_pages(const SiteData& site) {
  SiteFiles out = {list_page(site, orders[0], "countries/index.html")};
  if (site.periods.empty()) return out;
  for (const Order& order : orders)
    out.push_back(list_page(site, order, std::string("countries/") + order.folder + "/index.html"));
  out.push_back(matrix_page(site));
  return out;
}

}  // namespace writ::report
