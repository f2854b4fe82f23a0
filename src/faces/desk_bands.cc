// Bands of national security process: two publishers choose the structure once, and stand behind each band.
#include <charconv>

#include "app/bands.h"
#include "desk/bands_page.h"
#include "faces/desk_case.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr int spans_offered = 6;

/// That have ended, latest first.
std::vector<base::Period> ended_spans(const legal::BandStructure& structure, base::Time now) {
  std::vector<base::Period> spans;
  base::Period one = legal::band_span(structure, base::day_of(now));
  for (int i = 0; i < spans_offered; ++i) {
    one = legal::band_span(structure, one.first - std::chrono::days{1});
    spans.push_back(one);
  }
  return spans;
}

base::Result<> fill(Call& call, desk::BandsPage& view) {
  const app::Bands bands(call.deployment().db);
  const desk::Names names = names_of(call);
  TRY(const auto chosen, bands.structure());
  if (!chosen) return {};
  view.structure = legal::find_band_structure(chosen->code);
  view.chosen_by = names(chosen->chosen_by);
  if (!chosen->agreed_by.empty()) view.locked_by = names(chosen->agreed_by);
  view.may_lock = chosen->chosen_by != call.person().id;
  view.spans = ended_spans(*view.structure, call.deployment().clock.now());
  TRY(const auto list, bands.list());
  for (const app::StatedBand& one : list)
    view.rows.push_back({one.category, one.span, one.low, names(one.stated_by),
                         one.agreed_by.empty() ? std::string() : names(one.agreed_by),
                         one.stated_by != call.person().id, one.printed});
  return {};
}

http::Response show(Call& call, Faults faults) {
  const Locale& t = words(call);
  desk::BandsPage view{.t = t, .may_act = call.has_role("publisher"), .csrf = call.form_key};
  view.typed_structure = call.form.text("structure");
  view.typed_category = call.form.text("category");
  view.typed_span = call.form.text("span");
  view.typed_low = call.form.trimmed("low");
  view.faults = std::move(faults);
  if (const auto filled = fill(call, view); !filled) return error_page(call, filled.error());
  return page_of(call, {.title = t.text("desk.bands.title"),
                        .main = desk::bands_page(view),
                        .status = view.faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{t.text("desk.periods"), "/desk/close"}}});
}

http::Response view_bands(Call& call) { return show(call, {}); }

http::Response answer(Call& call, const base::Result<>& result, const char* audited, const std::string& detail,
                      Key done) {
  if (!result && result.error().code == base::Errc::unavailable) return error_page(call, result.error());
  if (!result) return show(call, {{result.error().field, sentence(result.error())}});
  const auto noted = store_of(call).audit(call.person().id, audited, "", detail);
  if (!noted) return error_page(call, noted.error());
  return see_other(call, "/desk/bands", words(call).text(done));
}

http::Response choose(Call& call) {
  const std::string code = call.form.text("structure");
  return answer(call, app::Bands(call.deployment().db).choose(call.person().id, code), "band_structure_chosen", code,
                "desk.bands.chosen");
}

http::Response lock(Call& call) {
  return answer(call, app::Bands(call.deployment().db).lock(call.person().id), "band_structure_locked", "",
                "desk.bands.locked");
}

/// Digits, with or without the marks that the page's language puts between thousands.
std::optional<std::uint64_t> number_in(const Locale& t, std::string text) {
  const std::string thousand = t.number(1000);  // "1,000"
  const std::string mark = thousand.substr(1, thousand.size() - 4);
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark)) text.erase(at, mark.size());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

http::Response state(Call& call) {
  const Locale& t = words(call);
  Faults faults;
  const std::string category = call.form.text("category");
  const auto span = base::parse_period(call.form.text("span"));
  const auto low = number_in(t, call.form.trimmed("low"));
  if (category.empty()) faults.push_back({"category", t.text("desk.bands.category_fault")});
  if (!span) faults.push_back({"span", t.text("desk.bands.span_fault")});
  if (!low) faults.push_back({"low", t.text("desk.bands.low_fault")});
  if (!faults.empty()) return show(call, faults);
  // The number itself is no detail of the audit: one that was refused might be a count.
  return answer(
      call,
      app::Bands(call.deployment().db).state(call.person().id, category, *span, *low, call.deployment().clock.now()),
      "band_stated", category + " " + base::format_period(*span), "desk.bands.is_stated");
}

/// The band that a row's buttons name.
http::Response with_band(Call& call, const char* audited, Key done,
                         const std::function<base::Result<>(const std::string&, const base::Period&)>& act) {
  const std::string category = call.form.text("category");
  const auto span = base::parse_period(call.form.text("span"));
  if (!span) return show(call, {{"", words(call).text("desk.bands.gone")}});
  return answer(call, act(category, *span), audited, category + " " + base::format_period(*span), done);
}

http::Response agree(Call& call) {
  return with_band(call, "band_agreed", "desk.bands.printed_next",
                   [&](const std::string& category, const base::Period& span) {
                     return app::Bands(call.deployment().db).agree(call.person().id, category, span);
                   });
}

http::Response take_back(Call& call) {
  return with_band(call, "band_taken_back", "desk.bands.taken_back",
                   [&](const std::string& category, const base::Period& span) {
                     return app::Bands(call.deployment().db).take_back(category, span);
                   });
}

}  // namespace

std::vector<Route> desk_band_routes() {
  const Access publisher = roles({"publisher"});
  return {{"GET", "/desk/bands", roles({"publisher", "auditor"}), view_bands},
          {"POST", "/desk/bands", publisher, state},
          {"POST", "/desk/bands/structure", publisher, choose},
          {"POST", "/desk/bands/lock", publisher, lock},
          {"POST", "/desk/bands/agree", publisher, agree},
          {"POST", "/desk/bands/take-back", publisher, take_back}};
}

}  // namespace writ::faces
