#include "page/parts.h"
#include "portal/case_pages.h"

namespace writ::portal {

using namespace page;

namespace {

Tone tone_of(const std::string& stage) {
  if (stage == "clarification" || stage == "delivered") return Tone::warn;
  if (stage == "acknowledged") return Tone::good;
  if (stage == "checking" || stage == "deciding" || stage == "approved") return Tone::info;
  return Tone::neutral;
}

Html what_now(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  Html actions;
  if (view.stage == "clarification" && view.own)
    actions = link_button(t.text("portal.case.answer"), view.url("answer"));
  if (view.package) actions = link_button(t.text("portal.case.package"), view.url("package"));
  return p(tag(coded(t, "portal.stage.", view.stage), tone_of(view.stage))) +
         p(cls("w-lead"), coded(t, "portal.next.", view.stage)) +
         summary_list({{.key = t.text("portal.case.who"), .value = coded(t, "portal.who.", view.stage)},
                       {.key = t.text("portal.case.received"), .value = time_of(t, view.received_at)},
                       {.key = t.text("portal.case.due"), .value = time_of(t, view.due_at)}}) +
         actions;
}

/// F1.
Html refusal_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  const RefusalView& why = *view.refusal;
  Html out =
      h2(t.html("portal.f1.title", {{"ref", identifier(view.ref)}})) +
      p(t.html("portal.f1.reason",
               {{"ground", why.ground}, {"rule", code_identifier(why.rule)}, {"policy", code_identifier(why.policy)}}));
  if (!why.missing.empty())
    out += p(t.html("portal.f1.missing")) + ul(cls("govuk-list govuk-list--bullet"),
                                               each(why.missing, [](const std::string& fact) { return li(fact); }));
  out += p(t.html("portal.f1.nothing"));
  if (why.review_asked) return out + inset_text(t.html("portal.f1.review_asked"));
  if (view.now > why.review_until)
    return out + p(t.html("portal.f1.review_over", {{"time", time_of(t, why.review_until)}}));
  out += p(t.html("portal.f1.next", {{"time", time_of(t, why.review_until)}}));
  return view.own ? out + link_button(t.text("portal.case.review"), view.url("review"), ButtonKind::secondary) : out;
}

/// E2: what was not confirmed, and the ordinary road filled in from this request.
Html emergency_refused(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  Html out = h2(t.html("portal.e2.title"));
  if (!view.refusal->unconfirmed.empty())
    out +=
        p(t.html("portal.e2.unconfirmed")) +
        ul(cls("govuk-list govuk-list--bullet"),
           each(view.refusal->unconfirmed, [&](const std::string& code) { return li(coded(t, "portal.e2.", code)); }));
  out += p(t.html("portal.e2.text"));
  if (!view.own) return out;
  return out + form_element({.action = view.url("ordinary"), .csrf = context.csrf},
                            submit_button(t.text("portal.e2.ordinary"), ButtonKind::secondary));
}

Html timeline_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  std::vector<TimelineItem> items;
  for (const TimelineEntry& one : view.timeline)
    items.push_back({.title = coded(t, "portal.event.", one.kind),
                     .time_words = t.time(one.at),
                     .time_iso = base::format_time(one.at),
                     .who = coded(t, "portal.actor.", one.who),
                     .body = one.text.empty() ? Html() : p(cls("w-quote"), one.text)});
  return h2(t.html("portal.case.timeline")) + timeline(items);
}

Html documents_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  if (view.documents.empty()) return {};
  return h2(t.html("portal.case.documents")) + each(view.documents, [&](const DocumentLine& one) {
           return p(strong(one.name), br(),
                    t.html("portal.document.kept",
                           {{"type", coded(t, "portal.type.", one.type)}, {"bytes", bytes_of(t, one.bytes)}}),
                    br(), "SHA-256 ", grouped_hash(one.sha256));
         });
}

Html facts_part(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  std::vector<std::string> data;
  for (const std::string& code : view.data_sought) data.push_back(word_of(t, "category", code));
  std::vector<SummaryRow> rows = {
      {.key = t.text("portal.label.agency"), .value = view.agency},
      {.key = t.text("portal.label.instrument"), .value = word_of(t, "instrument", view.instrument)},
      {.key = t.text("portal.label.file_number"), .value = identifier(view.file_number)},
      {.key = t.text("portal.label.accounts"), .value = t.text("portal.check.accounts", {{"n", view.accounts}})},
      {.key = t.text("portal.label.data_sought"), .value = t.list(data)}};
  if (!view.colleagues.empty())
    rows.push_back({.key = t.text("portal.label.colleagues"),
                    .value = each(view.colleagues, [](const std::string& one) { return div(identifier(one)); })});
  return h2(t.html("portal.case.asked")) + summary_list(rows);
}

}  // namespace

Html case_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  Html out = h1(t.html("portal.case.title", {{"ref", identifier(view.ref)}}));
  if (view.erased) return out + p(t.html("portal.case.erased"));
  out += what_now(context, view);
  if (view.source_silent_since)
    out += warning_text(
        t.html("portal.n3", {{"time", time_of(t, *view.source_silent_since)}, {"due", time_of(t, view.due_at)}}));
  if (view.refusal && view.emergency) out += emergency_refused(context, view);
  if (view.refusal) out += refusal_part(context, view);
  if (view.stage == "no_data") out += holdings_part(context, view);
  if (view.preservation) out += preservation_part(context, *view.preservation, view.own);
  out += timeline_part(context, view) + facts_part(context, view) + documents_part(context, view) +
         receipts_part(context, view);
  if (view.can_withdraw())
    out += h2(t.html("portal.case.change")) + p(a(href(view.url("withdraw")), t.html("portal.case.withdraw")));
  return out;
}

}  // namespace writ::portal
