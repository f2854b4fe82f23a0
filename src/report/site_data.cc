#include "report/site_data.h"

#include <algorithm>

#include "crypto/native_host.h"
#include "report/sorting.h"

namespace writ::report {

using base::Errc;
using base::fail;
using base::Result;

namespace {

Result<> check_together(const SiteData& site) {
  for (std::size_t i = 0; i < site.periods.size(); ++i) {
    const log::Report& one = site.periods[i].bundle.published;
    if (one.origin != site.options.origin)
      return fail(Errc::corrupt, "report.json origin", one.origin,
                  "is not the log of this site: " + site.options.origin);
    if (i > 0 && one.period.first <= site.periods[i - 1].period().last)
      return fail(Errc::corrupt, "report.json period", base::format_period(one.period),
                  "overlaps with " + base::format_period(site.periods[i - 1].period()));
  }
  return {};
}

Result<Tables> tables_over(const SiteData& site, const std::vector<std::size_t>& parts) {
  std::vector<const Bundle*> bundles;
  for (const std::size_t part : parts) bundles.push_back(&site.periods[part].bundle);
  return tabulate(bundles);
}

/// Runs of adjoining periods that fill a calendar year.
Result<> find_years(SiteData& site) {
  using namespace std::chrono;
  for (std::size_t i = 0; i < site.periods.size(); ++i) {
    const year_month_day first{site.periods[i].period().first};
    if (first.month() != January || first.day() != day(1)) continue;
    const base::Period whole{sys_days(first), sys_days(first.year() / December / 31)};
    std::vector<std::size_t> parts = {i};
    while (site.periods[parts.back()].period().last < whole.last && parts.back() + 1 < site.periods.size() &&
           site.periods[parts.back() + 1].period().first == site.periods[parts.back()].period().last + days(1))
      parts.push_back(parts.back() + 1);
    if (site.periods[parts.back()].period().last != whole.last) continue;
    TRY(Tables tables, tables_over(site, parts));
    site.years.push_back({whole, std::move(tables), std::move(parts)});
  }
  return {};
}

void find_logged(SiteData& site) {
  for (const PeriodData& one : site.periods)
    for (const auto* entries : {&one.bundle.references, &one.bundle.opened})
      for (const Entry& entry : *entries) {
        if (entry.held || entry.kind != log::Kind::policy) continue;
        const bool known =
            std::ranges::any_of(site.logged, [&](const LoggedPolicy& other) { return other.index == entry.index; });
        if (known) continue;
        site.logged.push_back({entry.index, entry.values[1], base::to_hex(base::view(entry.values[2])),
                               base::parse_day(entry.values[3]).value_or(base::Day())});
      }
  std::ranges::sort(site.logged, {}, &LoggedPolicy::index);
}

/// Signature lines of the note in close.tlog-proof whose name is not the log's. Whether they verify and whom a reader
/// trusts is for `writ verify` to say; that there are none is a fact of the file.
std::uint64_t cosignatures_of(const Bundle& bundle) {
  constexpr std::string_view mark = "\u2014 ";  // signed-note: em dash, space, name, space, signature
  const auto file = bundle.contents.find("close.tlog-proof");
  if (file == bundle.contents.end()) return 0;
  const std::string own = std::string(mark) + bundle.published.origin + " ";
  std::uint64_t count = 0;
  for (std::size_t at = 0; at < file->second.size();) {
    const std::string_view line(file->second.data() + at,
                                std::min(file->second.find('\n', at), file->second.size()) - at);
    if (line.starts_with(mark) && !line.starts_with(own)) ++count;
    at += line.size() + 1;
  }
  return count;
}

}  // namespace

std::uint64_t SiteData::fewest_cosignatures() const {
  const auto fewest = std::ranges::min_element(periods, {}, &PeriodData::cosignatures);
  return fewest == periods.end() ? 0 : fewest->cosignatures;
}

std::string SiteData::label() const {
  std::string text = options.synthetic ? "Synthetic data, calibrated to published totals" : "";
  if (test_log()) text += text.empty() ? "TEST LOG" : ". TEST LOG";
  return text;
}

const Counts& SiteData::of(const Tables& tables, const std::string& country) const {
  static const Counts none;
  if (country == "all") return tables.all;
  const auto found = tables.countries.find(country);
  return found == tables.countries.end() ? none : found->second;
}

std::string SiteData::label_in_words() const {
  std::string text = options.synthetic ? locale().text("site.synthetic") : "";
  if (test_log()) text += text.empty() ? "TEST LOG" : ". TEST LOG";
  return text;
}

void SiteData::speak(page::Language one) {
  language = one;
  std::vector<std::pair<std::string, std::string>> keyed;
  for (const auto& [code, counts] : all.countries)
    if (code != country_not_shown) keyed.emplace_back(locale().sort_key(country_name(code, locale())), code);
  std::ranges::sort(keyed);
  country_order.clear();
  for (auto& [key, code] : keyed) country_order.push_back(std::move(code));
  if (all.countries.contains(std::string(country_not_shown))) country_order.emplace_back(country_not_shown);
}

std::vector<Measured> SiteData::measured(const std::string& country) const {
  std::vector<Measured> out;
  for (const PeriodData& one : periods) {
    const Counts& counts = of(one.tables, country);
    out.push_back({one.period(), counts.fulfilled, counts.users_affected});
  }
  return out;
}

std::vector<const policy::Policy*> SiteData::changes() const {
  std::vector<const policy::Policy*> out;
  if (periods.empty()) return out;
  for (const policy::Policy& one : policies)
    if (one.effective() > periods.front().period().first && one.effective() <= periods.back().period().last)
      out.push_back(&one);
  return out;
}

const LoggedPolicy* SiteData::logged_policy(const std::string& id) const {
  const auto found = std::ranges::find(logged, id, &LoggedPolicy::id);
  return found == logged.end() ? nullptr : &*found;
}

Result<SiteData> load_site(const base::Files& files, const SiteOptions& options) {
  const crypto::NativeHost host;
  SiteData site{.options = options, .policies = options.policies};
  sort_keeping_ties(site.policies, [](const auto& a, const auto& b) { return a.effective() < b.effective(); });
  if (!options.holdings_profile.empty()) {
    TRY(site.profile, policy::parse_profile(options.holdings_profile, "holdings profile"));
  }
  for (const base::Path& folder : options.bundles) {
    TRY(Bundle bundle, read_bundle(host, files, folder));
    TRY(Tables tables, tabulate({&bundle}));
    TRY_VOID(check_totals(bundle.published, tables));
    const std::uint64_t cosignatures = cosignatures_of(bundle);
    site.periods.push_back({std::move(bundle), std::move(tables), cosignatures});
  }
  std::ranges::sort(site.periods, {}, [](const PeriodData& one) { return one.period().first; });
  TRY_VOID(check_together(site));
  std::vector<std::size_t> every(site.periods.size());
  for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;
  TRY(site.all, tables_over(site, every));
  TRY_VOID(find_years(site));
  find_logged(site);
  site.speak(page::Language::en);
  return site;
}

}  // namespace writ::report
