#include "desk/bulk_page.h"

#include <algorithm>
#include <array>

#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

constexpr std::array<std::string_view, 5> acts = {"assign", "flag", "ask", "duplicate", "refuse"};

/// "desk.bulk.flag.label": what the act is called, what it needs to know, and a hint about that.
std::string part_of(const Locale& t, std::string_view act, std::string_view part) {
  return t.text(*Key::find("desk.bulk." + std::string(act) + "." + std::string(part)));
}

Html argument_field(const Locale& t, const BulkConfirm& page) {
  const std::string label = part_of(t, page.act, "label");
  if (page.act == "assign") {
    std::vector<Option> owners = {{.value = "", .label = t.text("desk.bulk.nobody")}};
    for (const auto& [id, name] : page.people) owners.push_back({.value = id, .label = name});
    return select_field({.field = {.name = "argument", .label = label, .value = page.person},
                         .options = owners,
                         .first_empty = false},
                        form_words(t));
  }
  return textarea_field({.field = {.name = "argument",
                                   .label = label,
                                   .hint = part_of(t, page.act, "hint"),
                                   .value = page.argument,
                                   .error = error_of(page.faults, "argument")},
                         .rows = 3},
                        form_words(t));
}

Html whys(const BulkResult::Whys& list) {
  return ul(cls("govuk-list"), each(list, [](const auto& one) {
              return li(a(href("/desk/cases/" + one.first), identifier(one.first)), ": " + one.second);
            }));
}

Html undo_form(const Locale& t, const BulkResult& result) {
  return form_element({.action = "/desk/bulk/" + result.id + "/undo", .csrf = result.csrf},
                      p(part_of(t, result.act, "undo")) +
                          submit_button(t.text("desk.bulk.undo"), ButtonKind::secondary));
}

}  // namespace

bool is_bulk_act(std::string_view act) { return std::ranges::find(acts, act) != acts.end(); }
std::string bulk_act_words(const Locale& t, std::string_view act) { return part_of(t, act, "act"); }

Html bulk_confirm(const Locale& t, const BulkConfirm& page) {
  const std::string act = bulk_act_words(t, page.act);
  Html main = error_summary(page.faults, form_words(t)) +
              h1(t.html("desk.bulk.title", {{"act", act}, {"n", page.count}})) + p(t.html("desk.bulk.frozen")) +
              form_element({.action = "/desk/bulk/" + page.id, .csrf = page.csrf},
                           argument_field(t, page) + submit_button(act + " (" + t.number(page.count) + ")"));
  main += h2(t.html("desk.bulk.these")) + ul(cls("govuk-list w-pages"), each(page.doing, [](const std::string& ref) {
                                               return li(identifier(ref));
                                             }));
  if (!page.skipped.empty())
    main += h2(t.html("desk.bulk.skipped")) + ul(cls("govuk-list"), each(page.skipped, [](const auto& one) {
                                                   return li(identifier(one.first), ": " + one.second);
                                                 }));
  if (page.more > 0) main += p(t.html("desk.bulk.more", {{"n", page.more}}));
  return main;
}

Html bulk_result(const Locale& t, const BulkResult& result) {
  Html main = h1(t.html("desk.bulk.result", {{"done", result.done}, {"left", result.left}})) +
              p(bulk_act_words(t, result.act) + ".");
  if (!result.skipped.empty()) main += h2(t.html("desk.bulk.skipped")) + whys(result.skipped);
  if (result.undone) {
    main += h2(t.html("desk.bulk.undone", {{"n", result.undone->done}}));
    if (!result.undone->kept.empty()) main += p(t.html("desk.bulk.kept")) + whys(result.undone->kept);
  }
  if (result.can_be_undone) main += undo_form(t, result);
  return main + p(a(href("/desk/inbox"), t.html("desk.bulk.to_inbox")));
}

}  // namespace writ::desk
