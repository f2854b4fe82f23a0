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
  desk::BandsPage view{.may_act = call.has_role("publisher"), .csrf = call.form_key};
  view.typed_structure = call.form.text("structure");
  view.typed_category = call.form.text("category");
  view.typed_span = call.form.text("span");
  view.typed_low = call.form.trimmed("low");
  view.faults = std::move(faults);
  if (const auto filled = fill(call, view); !filled) return error_page(call, filled.error());
  return page_of(call, {.title = "Bands",
                        .main = desk::bands_page(view),
                        .status = view.faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{"Periods", "/desk/close"}}});
}

http::Response view_bands(Call& call) { return show(call, {}); }

http::Response answer(Call& call, const base::Result<>& result, const char* audited, const std::string& detail,
                      const std::string& done) {
  if (!result && result.error().code == base::Errc::unavailable) return error_page(call, result.error());
  if (!result) return show(call, {{result.error().field, sentence(result.error())}});
  const auto noted = store_of(call).audit(call.person().id, audited, "", detail);
  if (!noted) return error_page(call, noted.error());
  return see_other(call, "/desk/bands", done);
}

http::Response choose(Call& call) {
  const std::string code = call.form.text("structure");
  return answer(call, app::Bands(call.deployment().db).choose(call.person().id, code), "band_structure_chosen", code,
                "Another publisher locks it.");
}

http::Response lock(Call& call) {
  return answer(call, app::Bands(call.deployment().db).lock(call.person().id), "band_structure_locked", "",
                "The structure is locked.");
}

/// Digits, with or without the commas of a page.
std::optional<std::uint64_t> number_in(std::string text) {
  std::erase(text, ',');
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

http::Response state(Call& call) {
  Faults faults;
  const std::string category = call.form.text("category");
  const auto span = base::parse_period(call.form.text("span"));
  const auto low = number_in(call.form.trimmed("low"));
  if (category.empty()) faults.push_back({"category", "Choose a category."});
  if (!span) faults.push_back({"span", "Choose the span that the band covers."});
  if (!low) faults.push_back({"low", "Write the number where the band begins, in digits."});
  if (!faults.empty()) return show(call, faults);
  // The number itself is no detail of the audit: one that was refused might be a count.
  return answer(call,
                app::Bands(call.deployment().db)
                    .state(call.person().id, category, *span, *low, call.deployment().clock.now()),
                "band_stated", category + " " + base::format_period(*span), "Another publisher agrees to it.");
}

/// The band that a row's buttons name.
http::Response with_band(Call& call, const char* audited, const std::string& done,
                         const std::function<base::Result<>(const std::string&, const base::Period&)>& act) {
  const std::string category = call.form.text("category");
  const auto span = base::parse_period(call.form.text("span"));
  if (!span) return show(call, {{"", "That band is not there."}});
  return answer(call, act(category, *span), audited, category + " " + base::format_period(*span), done);
}

http::Response agree(Call& call) {
  return with_band(call, "band_agreed", "The next report prints it.",
                   [&](const std::string& category, const base::Period& span) {
                     return app::Bands(call.deployment().db).agree(call.person().id, category, span);
                   });
}

http::Response take_back(Call& call) {
  return with_band(call, "band_taken_back", "The band is taken back.",
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
