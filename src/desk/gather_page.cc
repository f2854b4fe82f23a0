// After approval: what is held, in words; then sealed; then handed over.
#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html columns(const Locale& t, std::initializer_list<Key> titles) {
  return thead(tr(each(titles, [&](Key title) { return th(attr("scope", "col"), t.html(title)); })));
}

/// Sent without what a silent source may hold: with a day by which the rest follows, and somebody else's approval.
Html incomplete_part(const CasePage& page, const GatherView& view) {
  const Locale& t = page.t;
  if (const auto& plan = page.file.incomplete) {
    const bool waits = plan->approved_by.empty();
    return h2(t.html("case.incomplete.heading")) +
           p(t.html(waits ? Key("case.incomplete.proposed") : Key("case.incomplete.approved"),
                    {{"name", page.names(waits ? plan->proposed_by : plan->approved_by)},
                     {"time", moment(t, plan->follow_up)}}));
  }
  if (!view.found) return p(t.html("case.incomplete.nothing"));
  return details_part(t.text("case.incomplete.propose"),
                      case_form(page, "/incomplete",
                                p(t.html("case.incomplete.propose_lead")) +
                                    text_field({.field = {.name = "follow_up",
                                                          .label = t.text("case.incomplete.follow_up"),
                                                          .hint = t.text("case.incomplete.follow_up_hint"),
                                                          .value = page.value("follow_up"),
                                                          .error = error_of(page.faults, "follow_up")},
                                                .width = 20,
                                                .spellcheck = false},
                                               form_words(t)) +
                                    textarea_field({.field = {.name = "reason",
                                                              .label = t.text("case.incomplete.why"),
                                                              .value = page.value("reason"),
                                                              .error = error_of(page.faults, "reason")},
                                                    .rows = 2},
                                                   form_words(t)) +
                                    submit_button(t.text("case.incomplete.send"), ButtonKind::secondary)),
                      !page.faults.empty());
}

Html ask_part(const CasePage& page, const GatherView& view) {
  const Locale& t = page.t;
  Html out = h2(t.html("case.gather.ask_heading"));
  out += table(cls("govuk-table"), columns(t, {"case.column.account", "case.column.categories", "case.column.time"}),
               tbody(each(view.questions, [](const Question& one) {
                 return tr(th(attr("scope", "row"), one.identifier), td(one.categories), td(one.window));
               })));
  if (!view.failure.empty()) {
    out += warning(t, t.html("case.gather.failure", {{"failure", view.failure}}));
    out += incomplete_part(page, view);
  }
  if (view.asked && view.failure.empty())
    out += p(t.html("case.gather.asked_by", {{"name", view.by}, {"time", time_words(t, *view.at)}}));
  return out + case_form(page, "/gather",
                         submit_button(t.text(view.asked ? Key("case.gather.ask_again") : Key("case.gather.ask_now")),
                                       view.asked ? ButtonKind::secondary : ButtonKind::primary));
}

/// What was asked beside what will be disclosed.
Html minimise_part(const Locale& t, const GatherView& view) {
  if (view.minimised.empty()) return {};
  const Html rows = each(view.minimised, [&](const MinimiseRow& row) {
    const Html kept = row.kept_back.empty()
                          ? t.html("desk.nothing")
                          : ul(cls("govuk-list"), each(row.kept_back, [](const std::string& one) { return li(one); }));
    return tr(th(attr("scope", "row"), row.accounts), td(row.asked), td(row.given), td(kept));
  });
  return h2(t.html("case.minimise.title")) + table(cls("govuk-table"),
                                                   columns(t, {"case.column.account", "case.minimise.asked",
                                                               "case.minimise.given", "case.minimise.kept_back"}),
                                                   tbody(rows));
}

Html holdings_part(const CasePage& page, const GatherView& view) {
  if (!view.asked || !view.failure.empty()) return {};
  const Locale& t = page.t;
  Html out = h2(t.html("case.gather.held_heading"));
  out += table(cls("govuk-table"),
               columns(t, {"case.column.asked_for", "case.column.found", "case.column.category", "case.column.held",
                           "case.column.rows"}),
               tbody(each(view.holdings, [](const HoldingRow& row) {
                 return tr(th(attr("scope", "row"), row.identifier), td(row.account), td(row.category), td(row.holding),
                           td(cls("w-number"), std::to_string(row.values)));
               })));
  out += minimise_part(t, view);
  if (view.values_shown) {
    out += p(t.html("case.gather.logged")) +
           table(cls("govuk-table"),
                 columns(t, {"case.column.account", "case.column.category", "case.column.value", "case.column.time"}),
                 tbody(each(view.values, [](const ValueRow& row) {
                   return tr(th(attr("scope", "row"), row.identifier), td(row.category), td(code_identifier(row.value)),
                             td(row.when));
                 })));
  } else if (view.found) {
    out += form_element({.action = page.url("/values"), .csrf = page.csrf},
                        submit_button(t.text("case.gather.show_values"), ButtonKind::secondary));
  }
  return out;
}

Html package_summary(const Locale& t, const GatherView::Package& package) {
  const Html files = each(package.files, [&](const auto& file) {
    return li(t.html("case.package.file", {{"name", identifier(file.first)}, {"n", file.second}}));
  });
  return summary_list({{t.text("case.package.name"), identifier(package.name)},
                       {t.text("case.package.bytes"), Html(t.number(package.bytes))},
                       {"SHA-256", code_identifier(package.sha256)},
                       {t.text("case.package.sealed"), moment(t, package.at)}}) +
         details_part(t.text("case.package.holds"), ul(cls("govuk-list"), files));
}

Html package_part(const CasePage& page, const GatherView& view) {
  if (!view.asked || (!view.failure.empty() && !view.may_go_incomplete)) return {};
  const Locale& t = page.t;
  if (!view.found) {
    return h2(t.html("case.gather.nothing_heading")) + p(t.html("case.gather.nothing_lead")) +
           case_form(page, "/nothing-held", submit_button(t.text("case.gather.nothing_send")));
  }
  Html out = h2(t.html("case.gather.seal_heading")) + p(t.html("case.gather.sealed_to", {{"key", view.sealed_to}}));
  if (!view.package) {
    const Key seal = view.may_go_incomplete ? Key("case.gather.seal_incomplete") : Key("case.gather.seal");
    return out + case_form(page, "/seal", submit_button(t.text(seal)));
  }
  out += package_summary(t, *view.package);
  out += case_form(page, "/seal", submit_button(t.text("case.gather.seal_again"), ButtonKind::secondary));
  return out + h2(t.html("case.gather.deliver_heading")) + p(t.html("case.gather.deliver_lead")) +
         case_form(page, "/deliver", submit_button(t.text("case.gather.deliver")));
}

}  // namespace

Html gather_page(const CasePage& page, const GatherView& view) {
  const Locale& t = page.t;
  Html out = case_head(page, "/gather", t.text("case.gather.title", {{"ref", page.file.ref}}));
  if (page.file.state != casework::State::approved)
    return out + p(t.html("case.gather.none", {{"next", next_step(t, page.file.state)}}));
  if (view.again) out += inset_text(t.html("case.gather.again"));
  return out + ask_part(page, view) + holdings_part(page, view) + package_part(page, view);
}

}  // namespace writ::desk
