// The close of a period: what is open, the stranger's verifier, the draft pages, and two people who let it out.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/bands.h"
#include "app/publish.h"
#include "app/release.h"
#include "casework/rows.h"
#include "desk/bands_page.h"
#include "desk/close_page.h"
#include "desk/parts.h"
#include "faces/desk_case.h"
#include "faces/periods.h"
#include "faces/typed_time.h"
#include "http/static_files.h"

namespace writ::faces {

using namespace page;

namespace {

Key period_words(const PeriodState& state, base::Time now, int publishers) {
  if (state.published) return "desk.close.period_published";
  if (state.staged) return publishers > 0 ? Key("desk.close.period_two") : Key("desk.close.period_waits");
  return state.period.end() > now ? Key("desk.close.period_open") : Key("desk.close.period_closed");
}

http::Response close_list(Call& call) {
  const base::Time now = call.deployment().clock.now();
  const int publishers = call.deployment().settings.publishers;
  const Locale& t = words(call);
  const Html rows = each(periods_of(call), [&](const PeriodState& one) {
    return li(t.html(period_words(one, now, publishers), {{"a", Href{"/desk/close/" + base::period_name(one.period)}},
                                                          {"period", base::format_period(one.period)},
                                                          {"time", desk::time_words(t, one.period.end())}}));
  });
  return page_of(call, {.title = t.text("desk.close.title"),
                        .main = h1(t.html("desk.periods")) + ul(cls("govuk-list"), rows) +
                                p(a(href("/desk/bands"), t.html("desk.close.bands_link")))});
}

void count_cases(Call& call, const base::Period& period, desk::CloseView& view) {
  const casework::CaseRows rows(call.deployment().db);
  const base::Time from(period.first), to = period.end();
  for (const char* state : {"received", "verified", "clarification", "drafted", "approved"})
    view.pending += rows.count({.state = state, .received_from = from, .received_to = to}).value_or(0);
  for (const auto& filter : {casework::RowFilter{.state = "clarification", .received_from = from, .received_to = to},
                             casework::RowFilter{.queue = "answered", .received_from = from, .received_to = to}}) {
    if (const auto refs = rows.refs(filter))
      view.open_answers.insert(view.open_answers.end(), refs->begin(), refs->end());
  }
}

std::string figure_label(const Locale& t, const std::string& name) {
  if (const auto key = Key::find("desk.figure." + name)) return t.text(*key);
  const std::size_t slash = name.find('/');
  const std::string code = name.substr(slash + 1);
  if (code == "pending") return t.text("desk.figure.outcome_pending");
  return name.starts_with("outcome/") ? t.text("desk.figure.outcome", {{"outcome", desk::word_of(t, "outcome", code)}})
                                      : t.text("desk.figure.offence", {{"offence", desk::word_of(t, "offence", code)}});
}

/// In sentences, the figures that differ first.
std::vector<std::string> sentences_of(const Locale& t, const base::Period& period, const app::ReportPreview& preview) {
  if (!preview.before) return {t.text("desk.close.first")};
  std::vector<std::string> out;
  const auto days = [](const base::Period& one) { return (one.last - one.first).count() + 1; };
  if (days(period) != days(*preview.before))
    out.push_back(t.text("desk.close.spans", {{"now", days(period)}, {"before", days(*preview.before)}}));
  for (const bool differing : {true, false}) {
    for (const app::FigureChange& one : preview.figures)
      if ((one.before != one.now) == differing)
        out.push_back(desk::difference_words(t, figure_label(t, one.name), one.before, one.now));
  }
  for (const std::string& id : preview.policies) {
    if (std::ranges::find(preview.policies_before, id) == preview.policies_before.end())
      out.push_back(t.text("desk.close.new_policy", {{"id", id}}));
  }
  std::vector<std::string> countries;
  for (const std::string& code : preview.new_countries) countries.push_back(t.country(code));
  if (!countries.empty()) out.push_back(t.text("desk.close.new_countries", {{"countries", desk::joined(t, countries)}}));
  if (preview.restated > 0) out.push_back(t.text("desk.close.restated", {{"n", preview.restated}}));
  return out;
}

/// As the report prints them.
std::vector<std::string> bands_of(const Locale& t, const std::string& json) {
  std::vector<std::string> bands;
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object() || !object.contains("national_security")) return bands;
  const auto& stated = object["national_security"];
  const legal::BandStructure* structure = nullptr;
  for (const legal::BandStructure& one : legal::band_structures())
    if (one.law == stated.value("law", "")) structure = &one;
  if (structure == nullptr) return bands;
  for (const auto& band : stated.value("bands", nlohmann::json::array())) {
    const auto* category = legal::find_band_category(*structure, band.value("category", ""));
    if (category != nullptr)
      bands.push_back(t.text("desk.close.band_line",
                             {{"category", desk::band_name(t, *category)},
                              {"span", band.value("span", "")},
                              {"band", desk::band_words(t, band.value("low", std::uint64_t{0}), structure->width)}}));
  }
  return bands;
}

base::Result<std::string> band_state(Call& call) {
  const app::Bands bands(call.deployment().db);
  TRY(const auto chosen, bands.structure());
  const Locale& t = words(call);
  if (!chosen) return t.text("desk.close.none");
  if (chosen->agreed_by.empty()) return t.text("desk.close.structure_waits");
  TRY(const auto list, bands.list());
  const auto waiting = std::ranges::count_if(list, [](const app::StatedBand& one) { return one.agreed_by.empty(); });
  return waiting == 0 ? t.text("desk.close.settled") : t.text("desk.close.bands_wait", {{"n", waiting}});
}

void add_report(Call& call, const PeriodState& state, desk::CloseView& view) {
  app::Deployment& deployment = call.deployment();
  if (const auto check = app::last_check(deployment, state.period); check && *check)
    view.check = desk::CloseView::Check{(*check)->at, (*check)->verified, (*check)->text};
  if (const auto preview = app::preview_of(deployment, state.period)) {
    view.read = true;
    view.held = preview->held;
    view.restated = preview->restated;
    view.bands = bands_of(view.t, preview->unverified);
    view.differences = sentences_of(view.t, state.period, *preview);
  }
  view.preview = deployment.files.exists(app::preview_folder(deployment, state.period) / "index.html");
}

http::Response show(Call& call, const PeriodState& state, const Faults& faults, const Html& answer) {
  app::Deployment& deployment = call.deployment();
  desk::CloseView view{.t = words(call), .period = state.period, .now = deployment.clock.now(), .csrf = call.form_key};
  view.may_act = call.has_role("publisher");
  view.closed = state.period.end() <= view.now;
  view.made = state.staged;
  view.published = state.published;
  view.publishers = deployment.settings.publishers;
  count_cases(call, state.period, view);
  const auto holds = held_rows(call, state.period);
  if (!holds) return error_page(call, holds.error());
  view.holds = *holds;
  const auto bands = band_state(call);
  if (!bands) return error_page(call, bands.error());
  view.band_state = *bands;
  const auto gaps = app::unclassified_cases(deployment, state.period);
  if (!gaps) return error_page(call, gaps.error());
  view.unclassified = *gaps;
  if (state.staged || state.published) add_report(call, state, view);
  const auto hindered = app::release_hindered(deployment, state.period);
  view.hindered = hindered ? *hindered : sentence(hindered.error());
  const desk::Names names = names_of(call);
  const auto list = app::releases(deployment, state.period);
  if (!list) return error_page(call, list.error());
  for (const app::Release& one : *list) {
    view.mine = view.mine || one.person == call.person().id;
    view.released.push_back({names(one.person), one.at, one.publish_at});
  }
  view.typed_at = call.form.text("at");
  view.faults = faults;
  view.answer = answer;
  return page_of(call, {.title = view.t.text("desk.close.title"),
                        .main = desk::close_page(view),
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{view.t.text("desk.periods"), "/desk/close"}}});
}

http::Response close_period(Call& call) {
  const auto state = named_period(call);
  return state ? show(call, *state, {}, {}) : not_found(call);
}

Html verified_banner(const Locale& t, Key follows) {
  return notification_banner(t.text("desk.close.verified_title"), p(t.html(follows)), true);
}

http::Response verify_period(Call& call) {
  const auto state = named_period(call);
  if (!state) return not_found(call);
  const Locale& t = words(call);
  if (state->staged && !state->published) {
    const auto check = app::check_staged(call.deployment(), state->period);
    if (!check) return show(call, *state, {{"", sentence(check.error())}}, {});
    return show(call, *state, {}, check->verified ? verified_banner(t, "desk.close.follows") : Html());
  }
  const auto said = app::verify_published(call.deployment());
  if (!said) return show(call, *state, {{"", sentence(said.error())}}, {});
  const Html answer = said->verified ? verified_banner(t, "desk.close.all_follow")
                                     : desk::warning_part(t, t.html("desk.close.no_match"));
  return show(call, *state, {}, answer + pre(cls("w-text"), said->text));
}

http::Response make_preview(Call& call) {
  const auto state = named_period(call);
  if (!state) return not_found(call);
  const std::string back = "/desk/close/" + base::period_name(state->period);
  const Locale& t = words(call);
  if (!state->staged || state->published) return see_other(call, back, t.text("desk.close.no_draft"));
  const auto whole = app::verify_staged(call.deployment(), state->period);  // its proof must be there
  if (!whole) return show(call, *state, {{"", sentence(whole.error())}}, {});
  const auto made = app::preview_site(call.deployment(), state->period);
  if (!made) return show(call, *state, {{"", sentence(made.error())}}, {});
  return see_other(call, back, t.text("desk.close.draft_made"));
}

/// Empty: now.
std::optional<base::Time> time_in(Call& call, Faults& faults) {
  const std::string text = call.form.trimmed("at");
  if (text.empty()) return call.deployment().clock.now();
  const auto time = typed_time(text);
  if (!time) faults.push_back({"at", typed_time_rule(words(call))});
  return time;
}

http::Response release_period(Call& call) {
  const auto state = named_period(call);
  if (!state) return not_found(call);
  Faults faults;
  const auto at = time_in(call, faults);
  if (!at) return show(call, *state, faults, {});
  const auto done = app::release(call.deployment(), call.person().id, state->period, *at);
  if (!done) return show(call, *state, {{"", done.error().rule}}, {});
  const auto noted = store_of(call).audit(call.person().id, "report_released", "", base::format_period(state->period));
  if (!noted) return error_page(call, noted.error());
  return see_other(call, "/desk/close/" + base::period_name(state->period), words(call).text("desk.close.released"));
}

/// A draft is told apart from what is public by a line on top of every page.
void add_ribbon(const Locale& t, std::string& page) {
  const std::size_t body = page.find("<body");
  const std::size_t end = body == page.npos ? page.npos : page.find('>', body);
  if (end == page.npos) return;
  const Html ribbon =
      div(cls("w-ribbon"), attr("role", "note"), attr("lang", t.tag()), attr("dir", t.right_to_left() ? "rtl" : "ltr"),
          div(cls("w-width"), t.html("desk.close.draft_ribbon")));
  page.insert(end + 1, ribbon.str());
}

http::Response draft_page(Call& call) {
  const auto state = named_period(call);
  if (!state) return not_found(call);
  base::Path path = app::preview_folder(call.deployment(), state->period);
  for (const char* part : {"a", "b", "c", "d"}) {
    const auto found = call.params.find(part);
    if (found == call.params.end()) continue;
    // A segment is one name: nothing leads out of the folder.
    if (found->second.starts_with(".") || found->second.find_first_of("/\\") != std::string::npos ||
        found->second.find('\0') != std::string::npos)
      return not_found(call);
    path /= found->second;
  }
  const base::Files& files = call.deployment().files;
  auto content = files.read(path);
  if (!content) return not_found(call);
  http::Response response;
  response.content_type = http::content_type_of(path.filename());
  response.body = std::move(*content);
  if (response.content_type.starts_with("text/html")) add_ribbon(words(call), response.body);
  return response;
}

}  // namespace

std::vector<Route> desk_close_routes() {
  const Access readers = roles({"publisher", "auditor"});
  const Access publisher = roles({"publisher"});
  const std::string_view preview = "/desk/close/{period}/preview";
  return {{"GET", "/desk/close", readers, close_list},
          {"GET", "/desk/close/{period}", readers, close_period},
          {"POST", "/desk/close/{period}", publisher, verify_period},
          {"POST", preview, publisher, make_preview},
          {"POST", "/desk/close/{period}/release", publisher, release_period},
          {"GET", "/desk/close/{period}/preview/{a}", readers, draft_page},
          {"GET", "/desk/close/{period}/preview/{a}/{b}", readers, draft_page},
          {"GET", "/desk/close/{period}/preview/{a}/{b}/{c}", readers, draft_page},
          {"GET", "/desk/close/{period}/preview/{a}/{b}/{c}/{d}", readers, draft_page}};
}

}  // namespace writ::faces
