#include <algorithm>

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
  const char* in_words;
};
constexpr Order orders[] = {
    {"by-fulfilled", "fulfilled", false, "most fulfilled requests first"},
    {"by-fulfilled-asc", "fulfilled", true, "fewest fulfilled requests first"},
    {"by-name", "name", true, "by name, A to Z"},
    {"by-name-desc", "name", false, "by name, Z to A"},
    {"by-received", "received", false, "most received requests first"},
    {"by-received-asc", "received", true, "fewest received requests first"},
    {"by-users", "users", false, "most users affected first"},
    {"by-users-asc", "users", true, "fewest users affected first"},
    {"by-refused", "refused", false, "most refusals first"},
    {"by-refused-asc", "refused", true, "fewest refusals first"},
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

Grid table_of(const Order& order) {
  const auto column = [&](const char* label, const char* key) {
    const bool current = std::string_view(order.key) == key;
    const bool name = std::string_view(key) == "name";
    // A second press on the column that orders the table turns it round.
    const bool other_way = current && order.ascending == name;
    const std::string folder = std::string("by-") + key + (other_way ? (name ? "-desc" : "-asc") : "");
    return Column{label, !name, "countries/" + folder + "/index.html",
                  current ? (order.ascending ? "ascending" : "descending") : ""};
  };
  Grid made{.id = "countries",
            .caption = "All published periods together, " + std::string(order.in_words),
            .totals_first = true};
  made.columns = {column("Country", "name"),
                  column("Received", "received"),
                  column("Fulfilled", "fulfilled"),
                  column("Users", "users"),
                  column("Refused", "refused"),
                  {"No data", true},
                  {"Withdrawn", true},
                  {"Pending", true},
                  {"Per period"},
                  {"Files"}};
  return made;
}

Html list_of(const SiteData& site, const Here& here, const Order& order) {
  Grid made = table_of(order);
  const auto row = [&](Html name, const std::string& country, const Counts& counts) {
    const std::string slug = country_slug(country);
    const std::string stem = country == "all" ? "data/totals" : "countries/" + slug;
    const bool files = country == "all" || !slug.empty();
    made.rows.push_back({std::move(name), cell_number(counts.requests), cell_number(counts.fulfilled),
                         cell_number(counts.users_affected), cell_number(counts.outcome_of("refused")),
                         cell_number(counts.outcome_of("no_data")), cell_number(counts.outcome_of("withdrawn")),
                         cell_number(counts.pending), trend(site, country),
                         files ? span(here.link(stem + ".csv", "CSV"), " ", here.link(stem + ".json", "JSON"))
                               : span(cls("w-none"), "no file of its own")});
  };
  row("All countries", "all", site.all.all);
  for (const std::string& country : sorted(site, order))
    row(country_link(here, country), country, site.of(site.all, country));
  return grid(here, made);
}

/// Where the column headings are not shown (narrow screens) these are the ways to order.
Html orders_nav(const Here& here, const Order& current) {
  return nav(
      cls("w-narrow"), attr("aria-label", "Order"),
      details(summary("Order: ", current.in_words),
              ul(cls("w-plain"), each(orders, [&](const Order& order) {
                   return li(&order == &current
                                 ? Html(strong(order.in_words))
                                 : here.link(std::string("countries/") + order.folder + "/index.html", order.in_words));
                 }))));
}

/// Countries without a row are listed too: 0 is a figure.
Html nothing_received(const SiteData& site, const Here& here) {
  std::vector<const legal::Country*> none;
  for (const legal::Country& country : legal::countries())
    if (!site.all.countries.contains(std::string(country.alpha2))) none.push_back(&country);
  std::ranges::sort(none, [](const auto* a, const auto* b) { return a->name < b->name; });
  return section(h2("Nothing received: 0"),
                 p("From the authorities of these ", number(none.size()),
                   " countries 0 requests were received in every published period."),
                 ul(cls("w-names"), each(none, [&](const legal::Country* country) {
                      return li(country_link(here, std::string(country->alpha2)));
                    })));
}

std::pair<std::string, std::string> list_page(const SiteData& site, const Order& order, const std::string& path) {
  const Here here(path);
  Html main = h1("Countries");
  if (site.periods.empty()) {
    main += p(cls("w-lead"), "No period has closed yet.");
  } else {
    std::uint64_t named = 0;
    for (const std::string& country : site.countries())
      if (country != country_not_shown) ++named;
    main += p(cls("w-lead"), "Authorities of ", counted(named, "country", "countries"), " sent ",
              counted(site.all.all.requests, "request", "requests"), " in ",
              period_in_words({site.periods.front().period().first, site.periods.back().period().last}), "; ",
              number(site.all.all.fulfilled), " were fulfilled.");
    main += p(cls("w-small"),
              "Each column heading orders the table by that column. States are those at the last close. Bars: "
              "fulfilled requests per day, one bar for each period.");
    main += orders_nav(here, order);
    main += list_of(site, here, order);
    main += nothing_received(site, here);
  }
  return page_file(site, here,
                   {.title = path == "countries/index.html" ? "Countries" : std::string("Countries, ") + order.in_words,
                    .description = "Requests by country.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

}  // namespace

SiteFiles country_list_pages(const SiteData& site) {
  SiteFiles out = {list_page(site, orders[0], "countries/index.html")};
  if (site.periods.empty()) return out;
  for (const Order& order : orders)
    out.push_back(list_page(site, order, std::string("countries/") + order.folder + "/index.html"));
  return out;
}

}  // namespace writ::report
