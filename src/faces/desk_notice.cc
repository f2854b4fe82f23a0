// Notice to users: the plan of a case, the gag that staff found, and the calendar of gags.
#include <algorithm>
#include <charconv>
#include <span>

#include "app/notify.h"
#include "casework/rows.h"
#include "faces/desk_case.h"
#include "notice/notice.h"
#include "notice/zone.h"
#include "portal/steps.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t calendar_rows = 50;

std::string duty_words(const Locale& t, notice::Duty duty) {
  switch (duty) {
    case notice::Duty::must_notify:
      return t.text("case.duty.must_notify");
    case notice::Duty::may_notify:
      return t.text("case.duty.may_notify");
    case notice::Duty::must_not:
      return t.text("case.duty.must_not");
    case notice::Duty::must_not_yet:
      return t.text("case.duty.must_not_yet");
  }
  return "";
}

std::string reason_words(const Locale& t, const notice::Plan& plan) {
  if (!plan.gag) {
    if (plan.duty == notice::Duty::must_not) return t.text("case.reason.european");
    if (plan.duty == notice::Duty::may_notify)
      return t.text(plan.only_asked ? Key("case.reason.no_rule_asked") : Key("case.reason.no_rule"));
    return t.text(plan.only_asked ? Key("case.reason.promised_asked") : Key("case.reason.promised"));
  }
  const std::string& court = plan.gag->court;
  if (!plan.gag->end) return t.text("case.reason.endless", {{"court", court}});
  const std::string end = base::format_time(*plan.gag->end);
  if (!plan.due_at) return t.text("case.reason.staff_choose", {{"court", court}, {"end", end}});
  return t.text("case.reason.goes_out",
                {{"court", court}, {"end", end}, {"day", base::format_day(base::day_of(*plan.due_at))}});
}

bool authority_informs(std::string_view instrument) {
  return instrument == "production_order" || instrument == "preservation_order";
}

/// "Juzgado de Madrid forbade it until Sunday 1 March 2026 (review Monday 2 February 2026)."
std::string forbidden_words(const Locale& t, const casework::CaseFile& file) {
  const legal::Secrecy& declared = file.request.secrecy;
  const bool ordered = declared.kind == legal::Secrecy::Kind::ordered;
  if (file.gag ? file.gag->kind == "none" : !ordered) return {};
  const std::string& court = file.gag ? file.gag->court : declared.court;
  const auto& until = file.gag ? file.gag->until : declared.until;
  const bool reviewed = file.gag && file.gag->review;
  const std::string more = reviewed ? "review" : file.gag ? "nothing" : "declared";
  return t.text(until ? Key("case.forbidden_until") : Key("case.forbidden"),
                {{"court", court},
                 {"until", until ? desk::day_words(t, *until) : std::string()},
                 {"more", more},
                 {"review", reviewed ? desk::day_words(t, *file.gag->review) : std::string()}});
}

/// Empty parts are no day; anything else that is none is a fault.
std::optional<base::Day> day_in(Call& call, const std::string& name, Faults& faults) {
  portal::Fields typed;
  bool any = false;
  for (const char* part : {"-day", "-month", "-year"}) {
    typed[name + part] = call.form.trimmed(name + part);
    any = any || !typed[name + part].empty();
  }
  if (!any) return std::nullopt;
  const auto day = portal::typed_day(typed, name);
  if (!day) faults.push_back({name, words(call).text("case.fault.day")});
  return day;
}

http::Response notice_response(Call& call, const Faults& faults) {
  return case_response(
      call, words(call).text("case.title.notice"),
      [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        return desk::notice_page(page, notice_of(inner, loaded));
      },
      faults);
}

http::Response notice_view(Call& call) { return notice_response(call, {}); }

http::Response note_gag(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  Faults faults;
  casework::GagFound gag{.kind = call.form.text("kind"),
                         .court = call.form.trimmed("court"),
                         .zone = call.form.text("zone"),
                         .until = day_in(call, "until", faults),
                         .review = day_in(call, "review", faults),
                         .shown_by = call.form.trimmed("shown_by")};
  if (gag.kind.empty()) faults.push_back({"kind", words(call).text("case.fault.gag_kind")});
  if (!faults.empty()) return notice_response(call, faults);
  http::Response response = do_case_act(
      call, {.act = [&](app::Desk& desk, const std::string& ref) { return desk.note_gag(call.person(), ref, gag); },
             .next = "/notice",
             .word = words(call).text("case.done.gag"),
             .again = notice_response});
  if (response.status == 303) tell_about(call, loaded->file, "case.told.gag");
  return response;
}

http::Response calendar(Call& call) {
  std::size_t skip = 0;
  const std::string from = call.query("from");
  std::from_chars(from.data(), from.data() + from.size(), skip);
  const auto kept = call.deployment().outbox.calendar(calendar_rows + 1, skip);
  if (!kept) return error_page(call, kept.error());
  const Locale& t = words(call);
  desk::GagCalendar shown;
  const auto at = [](std::size_t row) { return "/desk/notices?from=" + std::to_string(row); };
  if (kept->size() > calendar_rows) shown.next_url = at(skip + calendar_rows);
  if (skip > 0) shown.previous_url = at(skip - std::min(skip, calendar_rows));
  for (const notice::Outbox::Kept& one : std::span(*kept).first(std::min(kept->size(), calendar_rows))) {
    const auto file = call.deployment().casework->find(one.case_ref);
    if (!file || file->erased) continue;
    const bool european = authority_informs(file->request.instrument);
    const auto row = casework::CaseRows(call.deployment().db).find(one.case_ref);
    // Refused or withdrawn without a package: nobody is ever told of nothing.
    if (file->packages.empty() && row && row->queue == "ended") continue;
    shown.rows.push_back({one.case_ref, one.recorded.gags.empty() ? std::nullopt : one.recorded.gags.front().review,
                          european ? t.text("case.reason.european") : forbidden_words(t, *file), one.recorded.due_at,
                          european});
  }
  return page_of(
      call, {.title = t.text("case.gags.title"), .main = desk::gag_calendar(t, shown, call.deployment().clock.now())});
}

}  // namespace

desk::NoticeView notice_of(Call& call, const LoadedDeskCase& loaded) {
  const casework::CaseFile& file = loaded.file;
  desk::NoticeView view{.delivered = !file.packages.empty(),
                        .authority_informs = authority_informs(file.request.instrument),
                        .zones = notice::zones_of(file.request.country)};
  view.zones.emplace_back("UTC");
  for (const casework::Event& event : file.events) {
    if (event.kind == "delivered") view.told = false;
    if (event.kind == "noticed" && event.detail.contains("\"given\"")) view.told = true;
  }
  const auto plan = app::notice_plan(call.deployment(), file);
  if (!plan) return view;
  view.duty = duty_words(words(call), plan->duty);
  view.reason = reason_words(words(call), *plan);
  view.due_at = plan->due_at;
  // Over, or of no weight where the authority informs.
  if (!view.authority_informs && plan->duty != notice::Duty::must_notify && !view.told)
    view.forbidden = forbidden_words(words(call), file);
  return view;
}

std::vector<Route> desk_notice_routes() {
  return {{"GET", "/desk/notices", case_roles(), calendar},
          {"GET", "/desk/cases/{ref}/notice", case_roles(), notice_view},
          {"POST", "/desk/cases/{ref}/gag", roles({"intake", "decider"}), note_gag}};
}

}  // namespace writ::faces
