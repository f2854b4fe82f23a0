#include "desk/bulk_page.h"

#include <algorithm>
#include <array>

#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

struct Act {
  std::string_view code;
  const char* words;
  const char* label;  // of what the act needs to know
  const char* hint;
};
constexpr std::array<Act, 5> acts = {{
    {"assign", "Assign", "To whom", ""},
    {"flag", "Add a flag", "Flag", "A short word: review, press, minor"},
    {"ask", "Ask the same clarification", "Question", "Every officer reads exactly this."},
    {"duplicate", "Draft as duplicates of one case", "Reference of the earlier case", "WR-2026-00001"},
    {"refuse", "Draft refusals: authority not verified", "Written ground",
     "What was looked at, and why the authority could not be verified."},
}};

const Act* find_act(std::string_view code) {
  const auto found = std::ranges::find(acts, code, &Act::code);
  return found == acts.end() ? nullptr : &*found;
}

Html argument_field(const BulkConfirm& page) {
  const Act& act = *find_act(page.act);
  if (act.code == "assign") {
    std::vector<Option> owners = {{.value = "", .label = "nobody"}};
    for (const auto& [id, name] : page.people) owners.push_back({.value = id, .label = name});
    return select_field({.field = {.name = "argument", .label = act.label, .value = page.person},
                         .options = owners,
                         .first_empty = false});
  }
  return textarea_field({.field = {.name = "argument",
                                   .label = act.label,
                                   .hint = act.hint,
                                   .value = page.argument,
                                   .error = error_of(page.faults, "argument")},
                         .rows = 3});
}

std::string counted(std::size_t cases) { return number(cases) + (cases == 1 ? " case" : " cases"); }

Html whys(const BulkResult::Whys& list) {
  return ul(cls("govuk-list"), each(list, [](const auto& one) {
              return li(a(href("/desk/cases/" + one.first), one.first), ": " + one.second);
            }));
}

Html undo_form(const BulkResult& result) {
  const char* words = result.act == "assign"
                          ? "Undo gives each case back to who had it, unless somebody has assigned it since."
                          : "Undo takes the flag away again, unless somebody has set or taken it since.";
  return form_element({.action = "/desk/bulk/" + result.id + "/undo", .csrf = result.csrf},
                      p(words) + submit_button("Undo", ButtonKind::secondary));
}

}  // namespace

bool is_bulk_act(std::string_view act) { return find_act(act) != nullptr; }
std::string bulk_act_words(std::string_view act) { return find_act(act)->words; }

Html bulk_confirm(const BulkConfirm& page) {
  const std::string words = bulk_act_words(page.act);
  Html main = error_summary(page.faults) + h1(words + ": " + counted(page.count)) +
              p("The list is as it was a moment ago, and stays so. Nothing has been done yet.") +
              form_element({.action = "/desk/bulk/" + page.id, .csrf = page.csrf},
                           argument_field(page) + submit_button(words + " (" + number(page.count) + ")"));
  main += h2("These") + ul(cls("govuk-list w-pages"),
                           each(page.doing, [](const std::string& ref) { return li(identifier(ref)); }));
  if (!page.skipped.empty())
    main += h2("Skipped") + ul(cls("govuk-list"), each(page.skipped, [](const auto& one) {
                                 return li(identifier(one.first), ": " + one.second);
                               }));
  if (page.more > 0) main += p("And " + number(page.more) + " more.");
  return main;
}

Html bulk_result(const BulkResult& result) {
  Html main = h1(number(result.done) + " done, " + number(result.left) + " skipped") +
              p(bulk_act_words(result.act) + ".");
  if (!result.skipped.empty()) main += h2("Skipped") + whys(result.skipped);
  if (result.undone) {
    main += h2("Undone: " + counted(result.undone->done));
    if (!result.undone->kept.empty()) main += p("Left as they are:") + whys(result.undone->kept);
  }
  if (result.can_be_undone) main += undo_form(result);
  return main + p(a(href("/desk/inbox"), "To the inbox"));
}

}  // namespace writ::desk
