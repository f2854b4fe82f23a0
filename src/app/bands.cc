#include "app/bands.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace writ::app {

namespace {

using legal::BandStructure;

base::Error conflict(const std::string& field, const std::string& value, const std::string& rule) {
  return {base::Errc::conflict, field, value, rule};
}

/// Place of a category among those of its structure.
std::ptrdiff_t place_of(const BandStructure& structure, const std::string& category) {
  return legal::find_band_category(structure, category) - structure.categories.data();
}

std::string band_name(const std::string& category, const base::Period& span) {
  return category + ", " + base::format_period(span);
}

}  // namespace

std::vector<store::Migration> band_migrations() {
  return {{"app-bands-001",
           "CREATE TABLE band_structure("
           "  id INTEGER PRIMARY KEY CHECK(id = 1), code TEXT NOT NULL, chosen_by TEXT NOT NULL, agreed_by TEXT NOT NULL"
           ") STRICT;"
           "CREATE TABLE band("
           "  category TEXT NOT NULL, span TEXT NOT NULL, low INTEGER NOT NULL, stated_by TEXT NOT NULL,"
           "  agreed_by TEXT NOT NULL, printed TEXT, PRIMARY KEY(category, span)"
           ") STRICT, WITHOUT ROWID;"}};
}

base::Result<std::optional<ChosenStructure>> Bands::structure() const {
  std::optional<ChosenStructure> found;
  TRY_VOID(db_.query("SELECT code, chosen_by, agreed_by FROM band_structure", {}, [&](const store::Row& row) {
    found = ChosenStructure{row.text(0), row.text(1), row.text(2)};
    return base::Result<>();
  }));
  return found;
}

base::Result<> Bands::choose(const std::string& person, const std::string& code) {
  if (legal::find_band_structure(code) == nullptr)
    return base::invalid("structure", code, "is one of the four of 50 USC 1874(a)");
  TRY(const auto chosen, structure());
  if (chosen && !chosen->agreed_by.empty())
    return std::unexpected(conflict("structure", chosen->code, "is locked: two structures would narrow each other"));
  return db_.run("INSERT OR REPLACE INTO band_structure(id, code, chosen_by, agreed_by) VALUES(1, ?, ?, '')",
                 {code, person});
}

base::Result<> Bands::lock(const std::string& person) {
  TRY(const auto chosen, structure());
  if (!chosen || !chosen->agreed_by.empty())
    return std::unexpected(conflict("structure", chosen ? chosen->code : "", "no choice waits for a second person"));
  if (chosen->chosen_by == person)
    return base::fail(base::Errc::denied, "structure", chosen->code, "who chose it is not who agrees");
  return db_.run("UPDATE band_structure SET agreed_by = ?", {person});
}

base::Result<std::vector<StatedBand>> Bands::list() const {
  TRY(const auto chosen, structure());
  std::vector<StatedBand> bands;
  if (!chosen) return bands;
  TRY_VOID(db_.query("SELECT category, span, low, stated_by, agreed_by, printed FROM band", {},
                     [&](const store::Row& row) -> base::Result<> {
                       StatedBand band{row.text(0), *base::parse_period(row.text(1)),
                                       static_cast<std::uint64_t>(row.integer(2)), row.text(3), row.text(4), {}};
                       if (const auto printed = row.text_or_null(5)) band.printed = base::parse_period(*printed);
                       bands.push_back(std::move(band));
                       return {};
                     }));
  const BandStructure& of = *legal::find_band_structure(chosen->code);
  std::ranges::sort(bands, [&](const StatedBand& a, const StatedBand& b) {
    return std::pair(a.span, place_of(of, a.category)) < std::pair(b.span, place_of(of, b.category));
  });
  return bands;
}

base::Result<> Bands::state(const std::string& person, const std::string& category, const base::Period& span,
                            std::uint64_t low, base::Time now) {
  TRY(const auto chosen, structure());
  if (!chosen || chosen->agreed_by.empty())
    return std::unexpected(conflict("structure", chosen ? chosen->code : "", "is locked by two people before a band is stated"));
  const BandStructure& of = *legal::find_band_structure(chosen->code);
  const legal::BandCategory* known = legal::find_band_category(of, category);
  if (known == nullptr) return base::invalid("category", category, "is one of " + std::string(of.law));
  TRY_VOID(legal::check_band(of, *known, span, low, now));
  TRY_VOID(db_.run("INSERT INTO band(category, span, low, stated_by, agreed_by) VALUES(?, ?, ?, ?, '') ON CONFLICT(category, "
                   "span) DO UPDATE SET low = excluded.low, stated_by = excluded.stated_by, agreed_by = '' WHERE printed IS NULL",
                   {category, base::format_period(span), low, person}));
  if (db_.changes() == 1) return {};
  return std::unexpected(conflict("span", band_name(category, span), "was printed in a report and stays as it is"));
}

base::Result<> Bands::agree(const std::string& person, const std::string& category, const base::Period& span) {
  TRY(const auto bands, list());
  const auto found = std::ranges::find_if(
      bands, [&](const StatedBand& one) { return one.category == category && one.span == span; });
  const std::string name = band_name(category, span);
  if (found == bands.end()) return base::fail(base::Errc::not_found, "band", name, "was not stated");
  if (!found->agreed_by.empty()) return std::unexpected(conflict("band", name, "somebody agreed before"));
  if (found->stated_by == person)
    return base::fail(base::Errc::denied, "band", name, "who stated it is not who agrees");
  return db_.run("UPDATE band SET agreed_by = ? WHERE category = ? AND span = ?",
                 {person, category, base::format_period(span)});
}

base::Result<> Bands::take_back(const std::string& category, const base::Period& span) {
  TRY_VOID(db_.run("DELETE FROM band WHERE category = ? AND span = ? AND printed IS NULL",
                   {category, base::format_period(span)}));
  if (db_.changes() == 1) return {};
  return std::unexpected(conflict("band", band_name(category, span), "was not stated, or was printed and stays as it is"));
}

base::Result<std::string> Bands::print(const base::Period& period) {
  TRY(const auto chosen, structure());
  TRY(const auto bands, list());
  nlohmann::json printed = nlohmann::json::array();
  for (const StatedBand& one : bands) {
    if (one.printed && *one.printed != period) continue;
    const std::string name = band_name(one.category, one.span);
    if (one.agreed_by.empty())
      return std::unexpected(conflict("band", name, "waits for a second person on the page of the close: the report is not made before"));
    const std::uint64_t width = legal::find_band_structure(chosen->code)->width;
    printed.push_back({{"category", one.category},
                       {"span", base::format_period(one.span)},
                       {"low", one.low},
                       {"high", one.low + width - 1}});
  }
  if (printed.empty()) return std::string();
  TRY_VOID(db_.run("UPDATE band SET printed = ? WHERE printed IS NULL", {base::format_period(period)}));
  return nlohmann::json({{"law", legal::find_band_structure(chosen->code)->law}, {"bands", printed}}).dump();
}

}  // namespace writ::app
