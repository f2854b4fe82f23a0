#include "desk/inbox.h"

#include <algorithm>
#include <array>

#include "desk/parts.h"

namespace writ::desk {

using namespace page;
using casework::CaseRow;

namespace {

constexpr std::array<Queue, 13> all_queues = {{
    {"emergency", "desk.queue.emergency", "desk.queue.emergency.none"},
    {"verify", "desk.queue.verify", "desk.queue.verify.none"},
    {"decide", "desk.queue.decide", "desk.queue.decide.none"},
    {"approve", "desk.queue.approve", "desk.queue.approve.none"},
    {"seal", "desk.queue.seal", "desk.queue.seal.none"},
    {"deliver", "desk.queue.deliver", "desk.queue.deliver.none"},
    {"answered", "desk.queue.answered", "desk.queue.answered.none"},
    {"notices", "desk.queue.notices", "desk.queue.notices.none"},
    {"preservations", "desk.queue.preservations", "desk.queue.preservations.none"},
    {"waiting", "desk.queue.waiting", "desk.queue.waiting.none"},
    {"reviews", "desk.queue.reviews", "desk.queue.reviews.none"},
    {"emergencies", "desk.queue.emergencies", "desk.queue.emergencies.none"},
    {"all", "desk.queue.all", "desk.queue.all.none"},
}};

std::string overdue_words(const InboxView& view, std::int64_t cases) {
  return view.t.text("desk.inbox.overdue", {{"n", cases}});
}

Html count_of(const InboxView& view, std::string_view queue) {
  const auto found = view.counts.find(std::string(queue));
  if (found == view.counts.end()) return {};
  if (!found->second.all) return span(cls("w-count"), "?") + unseen(" " + view.t.text("desk.inbox.uncounted"));
  const Html over = found->second.overdue > 0
                        ? Html(" ") + strong(cls("w-over"), overdue_words(view, found->second.overdue))
                        : Html();
  return Html(" ") + span(cls("w-count"), view.t.number(static_cast<std::uint64_t>(*found->second.all))) + over;
}

Html saved_views(const InboxView& view) {
  if (view.saved.empty()) return {};
  return p(cls("govuk-body-s"), view.t.html("desk.inbox.views")) +
         ul(each(view.saved, [](const Link& one) { return li(a(href(one.url), one.text)); }));
}

Html queue_list(const InboxView& view) {
  return nav(cls("w-queues"), attr("aria-label", view.t.text("desk.inbox.queues")),
             ul(each(all_queues,
                     [&](const Queue& queue) {
                       const std::string url = "/desk/inbox/" + std::string(queue.code);
                       return li(a(href(url), attr("data-queue", queue.code),
                                   when(queue.code == view.queue, attr("aria-current", "page")),
                                   view.t.html(queue.title), count_of(view, queue.code)));
                     })),
             saved_views(view));
}

std::string flags_of(const Locale& t, const CaseRow& row) {
  std::vector<std::string> words;
  if (row.emergency) words.push_back(t.text("desk.inbox.emergency"));
  if (row.secrecy) words.push_back(t.text("desk.inbox.gag"));
  if (row.instrument == "production_order") words.push_back(t.text("desk.inbox.epoc"));
  for (const std::string& flag : row.flags)
    if (std::string shown = flag_words(t, flag); !shown.empty()) words.push_back(std::move(shown));
  return joined(t, words);
}

Html row_of(const CaseRow& row, const InboxView& view, base::Time now, const Names& names) {
  const Locale& t = view.t;
  const std::string box = "box-" + row.ref;
  const Html tick =
      view.may_act
          ? td(div(cls("govuk-checkboxes govuk-checkboxes--small"),
                   input(attr("type", "checkbox"), cls("w-tick"), id(box), attr("name", "ref"), attr("value", row.ref),
                         attr("form", "bulk"), attr("aria-label", t.text("desk.inbox.tick_one", {{"ref", row.ref}})))))
          : Html();
  const auto label = [&](Key title) { return attr("data-label", t.text(title)); };
  return tr(attr("data-ref", row.ref), tick,
            td(label("desk.column.due"),
               casework::has_clock(row.queue) ? due(t, row.due_at, now) : t.html("desk.inbox.no_clock")),
            th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), row.ref)),
            td(label("desk.column.authority"),
               row.agency.empty() ? t.text("desk.erased") : row.agency + " (" + row.country + ")"),
            td(label("desk.column.instrument"), word_of(t, "instrument", row.instrument)),
            td(cls("w-number"), label("desk.column.accounts"), std::to_string(row.accounts)),
            td(label("desk.column.asks"), categories(t, row.asked)),
            td(label("desk.column.says"), says_tag(t, row.says)),
            td(label("desk.column.state"), state_words(t, row.state)),
            td(label("desk.column.owner"), row.owner.empty() ? t.text("desk.nobody") : names(row.owner)),
            td(label("desk.column.flags"), flags_of(t, row)));
}

Html head_row(const InboxView& view) {
  Html cells = view.may_act ? th(attr("scope", "col"), unseen(view.t.text("desk.inbox.tick"))) : Html();
  for (const Key title :
       {Key("desk.column.due"), Key("desk.column.ref"), Key("desk.column.authority"), Key("desk.column.instrument"),
        Key("desk.column.accounts"), Key("desk.column.asks"), Key("desk.column.says"), Key("desk.column.state"),
        Key("desk.column.owner"), Key("desk.column.flags")})
    cells += th(attr("scope", "col"), view.t.html(title));
  return thead(tr(cells));
}

Html bulk_bar(const InboxView& view) {
  if (!view.may_act || view.rows.empty()) return {};
  const Locale& t = view.t;
  const std::vector<Option> acts = {{.value = "assign", .label = t.text("desk.inbox.act.assign")},
                                    {.value = "flag", .label = t.text("desk.inbox.act.flag")},
                                    {.value = "ask", .label = t.text("desk.inbox.act.ask")},
                                    {.value = "duplicate", .label = t.text("desk.inbox.act.duplicate")},
                                    {.value = "refuse", .label = t.text("desk.inbox.act.refuse")}};
  const Html everything = view.total > static_cast<std::int64_t>(view.rows.size())
                              ? div(cls("govuk-checkboxes govuk-checkboxes--small"),
                                    div(cls("govuk-checkboxes__item"),
                                        input(cls("govuk-checkboxes__input"), attr("type", "checkbox"),
                                              id("everything"), attr("name", "everything"), attr("value", "1")),
                                        label(cls("govuk-label govuk-checkboxes__label"), attr("for", "everything"),
                                              t.html("desk.inbox.everything", {{"n", view.total}}))))
                              : Html();
  return form_element(
      {.action = "/desk/bulk", .csrf = view.csrf, .id = "bulk"},
      hidden_field("queue", view.queue) + hidden_field("query", view.query) +
          select_field({.field = {.name = "act", .label = t.text("desk.inbox.act")}, .options = acts}, form_words(t)) +
          everything + submit_button(t.text("desk.inbox.confirm"), ButtonKind::secondary));
}

std::vector<Option> states(const Locale& t) {
  std::vector<Option> options;
  for (const char* code : {"received", "verified", "clarification", "drafted", "approved", "delivered", "acknowledged",
                           "refused", "no_data", "duplicate", "not_authentic", "withdrawn"}) {
    if (const auto state = casework::state_of(code))
      options.push_back({.value = code, .label = state_words(t, *state)});
  }
  return options;
}

Html filter_form(const InboxView& view) {
  const Locale& t = view.t;
  const FormWords words = form_words(t);
  const auto typed = [&](const char* name) {
    const auto found = view.typed.find(name);
    return found == view.typed.end() ? std::string() : found->second;
  };
  const auto field = [&](const char* name, Key title, const std::string& hint = "") {
    return Field{
        .name = name, .label = t.text(title), .hint = hint, .value = typed(name), .error = error_of(view.faults, name)};
  };
  const std::string day = t.text("desk.filter.day_hint");
  std::vector<Option> owners = {{.value = "nobody", .label = t.text("desk.nobody")}};
  for (const auto& [person, name] : view.people) owners.push_back({.value = person, .label = name});
  const Html fields =
      text_field({.field = field("reference", "desk.filter.reference"), .width = 20, .spellcheck = false}, words) +
      text_field({.field = field("country", "desk.filter.country"), .width = 2, .spellcheck = false}, words) +
      text_field({.field = field("authority", "desk.filter.authority"), .width = 20}, words) +
      select_field({.field = field("instrument", "desk.column.instrument"),
                    .options = options_of(t, "instrument", legal::instruments())},
                   words) +
      select_field({.field = field("state", "desk.column.state"), .options = states(t)}, words) +
      select_field({.field = field("owner", "desk.column.owner"), .options = owners}, words) +
      text_field({.field = field("flag", "desk.filter.flag"), .width = 20, .spellcheck = false}, words) +
      text_field({.field = field("due-before", "desk.filter.due_before", day), .width = 10}, words) +
      text_field({.field = field("received-from", "desk.filter.received_from", day), .width = 10}, words) +
      text_field(
          {.field = field("received-to", "desk.filter.received_to", t.text("desk.filter.day_included")), .width = 10},
          words);
  return details_part(
      t.text("desk.filter"),
      form_element({.action = "/desk/inbox/" + view.queue, .get = true, .id = "filter"},
                   div(cls("w-filter"), fields) + submit_button(t.text("desk.filter.apply"), ButtonKind::secondary)),
      !view.faults.empty());
}

/// The filter that is in force, under a name of the person's own.
Html save_form(const InboxView& view) {
  const Html what = each(view.typed, [](const auto& one) { return hidden_field(one.first, one.second); });
  return details_part(
      view.t.text("desk.view.keep"),
      form_element({.action = "/desk/views", .csrf = view.csrf},
                   what + hidden_field("queue", view.queue) +
                       text_field({.field = {.name = "name", .label = view.t.text("desk.view.name")}, .width = 20},
                                  form_words(view.t)) +
                       submit_button(view.t.text("desk.view.button"), ButtonKind::secondary)));
}

Html chips(const InboxView& view) {
  if (view.chips.empty()) return {};
  return ul(cls("w-chips"), attr("aria-label", view.t.text("desk.chip.all")), each(view.chips, [&](const Chip& chip) {
              return li(a(href(chip.remove), chip.text, span(attr("aria-hidden", "true"), " ×"),
                          unseen(" " + view.t.text("desk.chip.remove"))));
            }));
}

Html rows_part(const InboxView& view, base::Time now, const Names& names) {
  const Locale& t = view.t;
  const std::int64_t last = view.first + static_cast<std::int64_t>(view.rows.size()) - 1;
  return div(cls("w-scroll"), attr("role", "region"), attr("aria-label", t.text("desk.inbox.cases")),
             attr("tabindex", "0"),
             table(cls("govuk-table w-inbox"), id("inbox"),
                   caption(cls("govuk-visually-hidden"), t.html("desk.inbox.caption")), head_row(view),
                   tbody(each(view.rows, [&](const CaseRow& row) { return row_of(row, view, now, names); })))) +
         bulk_bar(view) +
         pages_part(t, {.previous_url = view.previous_url,
                        .next_url = view.next_url,
                        .shown = t.text("desk.pages.shown", {{"first", std::to_string(view.first)},
                                                             {"last", std::to_string(last)},
                                                             {"total", view.total}})});
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
    marks += "(" + overdue_words(view, found->second.overdue) + ") ";
  return marks;
}

Html inbox(const InboxView& view, base::Time now, const Names& names) {
  const Locale& t = view.t;
  const Queue& queue = *find_queue(view.queue);
  const auto count = view.counts.find(view.queue);
  Html heading(t.html(queue.title));
  if (count != view.counts.end() && count->second.overdue > 0)
    heading += span(cls("w-over"), " (" + overdue_words(view, count->second.overdue) + ")");
  Html list = filter_form(view) + chips(view) + (view.chips.empty() ? Html() : save_form(view));
  if (view.queue == "emergencies") list += p(t.html("desk.inbox.weekly", {{"a", Href{"/desk/emergencies"}}}));
  if (view.queue == "notices") list += p(t.html("desk.inbox.gags", {{"a", Href{"/desk/notices"}}}));
  list += view.rows.empty() ? p(t.html(queue.nothing), " ", view.elsewhere) : rows_part(view, now, names);
  return error_summary(view.faults, form_words(t)) +
         div(cls("w-desk-grid"), queue_list(view), div(cls("w-desk-list"), h1(heading), list)) +
         p(cls("govuk-body-s"), t.html("desk.inbox.as_at", {{"time", time_words(t, now)}}));
}

}  // namespace writ::desk
