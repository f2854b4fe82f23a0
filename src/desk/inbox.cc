#include "desk/inbox.h"

#include <algorithm>
#include <array>

#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;
using casework::CaseRow;

namespace {

constexpr std::array<Queue, 13> all_queues = {{
    {"emergency", "Emergency", "No emergency is open."},
    {"verify", "Verify", "Nothing to verify."},
    {"decide", "Decide", "Nothing to decide."},
    {"approve", "Approve", "Nothing that you may approve."},
    {"seal", "Gather and seal", "Nothing to gather."},
    {"deliver", "Delivered", "Every package is acknowledged."},
    {"answered", "Answered", "No answer of an authority waits for you."},
    {"notices", "Notices due", "No notice to a user waits."},
    {"preservations", "Preservations", "No preservation is open."},
    {"waiting", "Waiting", "No authority owes an answer."},
    {"reviews", "Reviews asked", "Nobody asks for the review of a refusal."},
    {"emergencies", "All emergencies", "No emergency was received."},
    {"all", "All", "There is no case that matches."},
}};

Html count_of(const InboxView& view, std::string_view queue) {
  const auto found = view.counts.find(std::string(queue));
  if (found == view.counts.end()) return {};
  if (!found->second.all) return span(cls("w-count"), "?") + unseen(" could not be counted");
  const Html over =
      found->second.overdue > 0
          ? Html(" ") + strong(cls("w-over"), number(static_cast<std::uint64_t>(found->second.overdue)) + " overdue")
          : Html();
  return Html(" ") + span(cls("w-count"), number(static_cast<std::uint64_t>(*found->second.all))) + over;
}

Html saved_views(const InboxView& view) {
  if (view.saved.empty()) return {};
  return p(cls("govuk-body-s"), "Your views") +
         ul(each(view.saved, [](const Link& one) { return li(a(href(one.url), one.text)); }));
}

Html queue_list(const InboxView& view) {
  return nav(cls("w-queues"), attr("aria-label", "Queues"),
             ul(each(all_queues,
                     [&](const Queue& queue) {
                       const std::string url = "/desk/inbox/" + std::string(queue.code);
                       return li(a(href(url), attr("data-queue", queue.code),
                                   when(queue.code == view.queue, attr("aria-current", "page")), queue.title,
                                   count_of(view, queue.code)));
                     })),
             saved_views(view));
}

std::string flag_words(const CaseRow& row) {
  std::vector<std::string> words;
  if (row.emergency) words.push_back("emergency");
  if (row.secrecy) words.push_back("gag");
  if (row.instrument == "production_order") words.push_back("EPOC");
  for (const std::string& flag : row.flags)
    if (std::string shown = desk::flag_words(flag); !shown.empty()) words.push_back(std::move(shown));
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

Html row_of(const CaseRow& row, const InboxView& view, base::Time now, const Names& names) {
  const std::string box = "box-" + row.ref;
  const Html tick =
      view.may_act ? td(div(cls("govuk-checkboxes govuk-checkboxes--small"),
                            input(attr("type", "checkbox"), cls("w-tick"), id(box), attr("name", "ref"),
                                  attr("value", row.ref), attr("form", "bulk"), attr("aria-label", "Tick " + row.ref))))
                   : Html();
  return tr(attr("data-ref", row.ref), tick,
            td(attr("data-label", "Due"), casework::has_clock(row.queue) ? due(row.due_at, now) : Html("no clock runs")),
            th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), row.ref)),
            td(attr("data-label", "Authority"),
               row.agency.empty() ? std::string("erased") : row.agency + " (" + row.country + ")"),
            td(attr("data-label", "Instrument"), label_of(legal::instruments(), row.instrument)),
            td(cls("w-number"), attr("data-label", "Accounts"), std::to_string(row.accounts)),
            td(attr("data-label", "Asks"), categories(row.asked)),
            td(attr("data-label", "Policy says"), says_tag(row.says)),
            td(attr("data-label", "State"), state_words(row.state)),
            td(attr("data-label", "Owner"), row.owner.empty() ? std::string("nobody") : names(row.owner)),
            td(attr("data-label", "Flags"), flag_words(row)));
}

Html head_row(bool may_act) {
  Html cells = may_act ? th(attr("scope", "col"), unseen("Tick")) : Html();
  for (const char* title :
       {"Due", "Reference", "Authority", "Instrument", "Accounts", "Asks", "Policy says", "State", "Owner", "Flags"})
    cells += th(attr("scope", "col"), title);
  return thead(tr(cells));
}

Html bulk_bar(const InboxView& view) {
  if (!view.may_act || view.rows.empty()) return {};
  const std::vector<Option> acts = {{.value = "assign", .label = "Assign"},
                                    {.value = "flag", .label = "Add a flag"},
                                    {.value = "ask", .label = "Ask the same clarification"},
                                    {.value = "duplicate", .label = "Mark as duplicates of one case"},
                                    {.value = "refuse", .label = "Draft refusals: authority not verified"}};
  const Html everything = view.total > static_cast<std::int64_t>(view.rows.size())
                              ? div(cls("govuk-checkboxes govuk-checkboxes--small"),
                                    div(cls("govuk-checkboxes__item"),
                                        input(cls("govuk-checkboxes__input"), attr("type", "checkbox"),
                                              id("everything"), attr("name", "everything"), attr("value", "1")),
                                        label(cls("govuk-label govuk-checkboxes__label"), attr("for", "everything"),
                                              "All " + number(static_cast<std::uint64_t>(view.total)) +
                                                  " that match, not only the ticked rows")))
                              : Html();
  return form_element({.action = "/desk/bulk", .csrf = view.csrf, .id = "bulk"},
                      hidden_field("queue", view.queue) + hidden_field("query", view.query) +
                          select_field({.field = {.name = "act", .label = "With the ticked rows"}, .options = acts}) +
                          everything + submit_button("Go on to confirm", ButtonKind::secondary));
}

std::vector<Option> states() {
  std::vector<Option> options;
  for (const char* code : {"received", "verified", "clarification", "drafted", "approved", "delivered", "acknowledged",
                           "refused", "no_data", "duplicate", "not_authentic", "withdrawn"}) {
    if (const auto state = casework::state_of(code)) options.push_back({.value = code, .label = state_words(*state)});
  }
  return options;
}

Html filter_form(const InboxView& view) {
  const auto typed = [&](const char* name) {
    const auto found = view.typed.find(name);
    return found == view.typed.end() ? std::string() : found->second;
  };
  const auto field = [&](const char* name, const char* title, const char* hint = "") {
    return Field{
        .name = name, .label = title, .hint = hint, .value = typed(name), .error = error_of(view.faults, name)};
  };
  std::vector<Option> owners = {{.value = "nobody", .label = "nobody"}};
  for (const auto& [person, name] : view.people) owners.push_back({.value = person, .label = name});
  const Html fields =
      text_field({.field = field("reference", "Reference begins with"), .width = 20, .spellcheck = false}) +
      text_field({.field = field("country", "Country, two letters"), .width = 2, .spellcheck = false}) +
      text_field({.field = field("authority", "Part of the authority's name"), .width = 20}) +
      select_field({.field = field("instrument", "Instrument"), .options = options_of(legal::instruments())}) +
      select_field({.field = field("state", "State"), .options = states()}) +
      select_field({.field = field("owner", "Owner"), .options = owners}) +
      text_field({.field = field("flag", "Flag"), .width = 20, .spellcheck = false}) +
      text_field({.field = field("due-before", "Due before", "2026-12-03"), .width = 10}) +
      text_field({.field = field("received-from", "Received from", "2026-12-03"), .width = 10}) +
      text_field({.field = field("received-to", "Received to", "2026-12-03, included"), .width = 10});
  return details_part("Filter",
                      form_element({.action = "/desk/inbox/" + view.queue, .get = true, .id = "filter"},
                                   div(cls("w-filter"), fields) + submit_button("Apply filter", ButtonKind::secondary)),
                      !view.faults.empty());
}

/// The filter that is in force, under a name of the person's own.
Html save_form(const InboxView& view) {
  const Html what = each(view.typed, [](const auto& one) { return hidden_field(one.first, one.second); });
  return details_part(
      "Keep this view",
      form_element({.action = "/desk/views", .csrf = view.csrf},
                   what + hidden_field("queue", view.queue) +
                       text_field({.field = {.name = "name", .label = "Name of the view"}, .width = 20}) +
                       submit_button("Keep it", ButtonKind::secondary)));
}

Html chips(const InboxView& view) {
  if (view.chips.empty()) return {};
  return ul(cls("w-chips"), attr("aria-label", "Filters in force"), each(view.chips, [](const Chip& chip) {
              return li(a(href(chip.remove), chip.text, span(attr("aria-hidden", "true"), " ×"), unseen(" remove")));
            }));
}

}  // namespace

std::span<const Queue> queues() { return all_queues; }

const Queue* find_queue(std::string_view code) {
  const auto found = std::ranges::find(all_queues, code, &Queue::code);
  return found == all_queues.end() ? nullptr : &*found;
}

std::string title_marks(const InboxView& view) {
  std::string marks;
  if (const auto found = view.counts.find("emergency"); found != view.counts.end() && found->second.all.value_or(0) > 0)
    marks += "(" + std::to_string(*found->second.all) + "!) ";
  if (const auto found = view.counts.find(view.queue); found != view.counts.end() && found->second.overdue > 0)
    marks += "(" + std::to_string(found->second.overdue) + " overdue) ";
  return marks;
}

Html inbox(const InboxView& view, base::Time now, const Names& names) {
  const Queue& queue = *find_queue(view.queue);
  const auto count = view.counts.find(view.queue);
  Html heading(queue.title);
  if (count != view.counts.end() && count->second.overdue > 0)
    heading += span(cls("w-over"), " (" + std::to_string(count->second.overdue) + " overdue)");
  Html list = filter_form(view) + chips(view) + (view.chips.empty() ? Html() : save_form(view));
  if (view.queue == "emergencies") list += p(a(href("/desk/emergencies"), "Weekly review"), " by somebody who took no part.");
  if (view.queue == "notices") list += p(a(href("/desk/notices"), "Gag calendar"), ": what forbids telling, by the day of review.");
  if (view.rows.empty()) {
    list += p(queue.nothing, " ", view.elsewhere);
  } else {
    const std::int64_t last = view.first + static_cast<std::int64_t>(view.rows.size()) - 1;
    list += div(cls("w-scroll"), attr("role", "region"), attr("aria-label", "Cases"), attr("tabindex", "0"),
                table(cls("govuk-table w-inbox"), id("inbox"),
                      caption(cls("govuk-visually-hidden"), "Cases, the most urgent first"), head_row(view.may_act),
                      tbody(each(view.rows, [&](const CaseRow& row) { return row_of(row, view, now, names); })))) +
            bulk_bar(view) +
            pagination({.previous_url = view.previous_url,
                        .next_url = view.next_url,
                        .shown = std::to_string(view.first) + "-" + std::to_string(last) + " of " +
                                 number(static_cast<std::uint64_t>(view.total))});
  }
  return error_summary(view.faults) +
         div(cls("w-desk-grid"), queue_list(view), div(cls("w-desk-list"), h1(heading), list)) +
         p(cls("govuk-body-s"), "As at " + time_words(now) + ". Press ? for keys.");
}

}  // namespace writ::desk
