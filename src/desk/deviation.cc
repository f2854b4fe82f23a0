#include "desk/deviation.h"

#include <fmt/format.h>

#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html boxes(const CasePage& page, const std::string& name, const std::string& label, const std::string& hint) {
  std::vector<Option> options;
  std::vector<std::string> chosen;
  for (const std::string& category : page.file.request.data_sought) {
    options.push_back({.value = category, .label = label_of(legal::categories(), category)});
    // The first tick of a name stands under the name itself, further ones under name and value.
    if (page.value(name) == category || !page.value(name + "-" + category).empty()) chosen.push_back(category);
  }
  return checkbox_field({.field = {.name = name, .label = label, .hint = hint, .error = error_of(page.faults, name)},
                         .options = options,
                         .chosen = chosen,
                         .small = true});
}

Html short_text(const CasePage& page, const std::string& name, const std::string& label, const std::string& hint) {
  return text_field({.field = {.name = name,
                               .label = label,
                               .hint = hint,
                               .value = page.value(name),
                               .error = error_of(page.faults, name)},
                     .width = 20,
                     .spellcheck = false,
                     .direction_ltr = true});
}

/// A narrower time, and a ground of its own.
Html details_of(const CasePage& page, const std::string& from, const std::string& to, const std::string& ground,
                bool window) {
  Html out;
  if (window)
    out += short_text(page, from, "Only from", "UTC, as 2026-01-01 08:00; empty: as asked") +
           short_text(page, to, "Only to", "");
  out += select_field({.field = {.name = ground,
                                 .label = "Its own ground",
                                 .hint = "Empty: the ground below",
                                 .value = page.value(ground),
                                 .error = error_of(page.faults, ground)},
                       .options = options_of(legal::grounds())});
  const bool open = !page.value(from).empty() || !page.value(to).empty() || !page.value(ground).empty();
  return details_part(window ? "Narrower time, other ground" : "Other ground", out, open);
}

Html single_rows(const CasePage& page) {
  const legal::Request& request = page.file.request;
  Html rows;
  for (std::size_t i = 0; i < request.selectors.size(); ++i) {
    const legal::SelectorKind kind = request.selectors[i].kind;
    rows += boxes(page, row_name("give", i), fmt::format("Account {}: {}", i + 1, kind_words(kind)),
                  "What is ticked is given; nothing ticked refuses this account.") +
            details_of(page, row_name("from", i), row_name("to", i), row_name("ground", i),
                       kind != legal::SelectorKind::ip_address);
  }
  return rows;
}

Html groups(const CasePage& page) {
  Html out =
      p(fmt::format("This request names {} accounts. What is set for a group holds for each of its accounts; an "
                    "account of no group is given nothing, on the ground below.",
                    page.file.request.selectors.size()));
  for (std::size_t k = 1; k <= groups_max; ++k) {
    const std::string accounts = group_name("accounts", k);
    const Html inside =
        short_text(page, accounts, "Accounts",
                   k == 1 ? "Their numbers, as 1-200, 207; \"all\" means every account" : std::string()) +
        boxes(page, group_name("give", k), "Give", "Nothing ticked refuses these accounts.") +
        details_of(page, group_name("from", k), group_name("to", k), group_name("ground", k), true);
    const bool open = k == 1 || !page.value(accounts).empty() || !error_of(page.faults, accounts).empty();
    out += details_part(fmt::format("Group {}", k), inside, open);
  }
  return out;
}

}  // namespace

std::string row_name(std::string_view field, std::size_t account) { return fmt::format("{}-{}", field, account); }
std::string group_name(std::string_view field, std::size_t group) { return fmt::format("{}-g{}", field, group); }

Html deviation_form(const CasePage& page, bool open) {
  const bool urgent = page.file.request.emergency;
  const bool many = page.file.request.selectors.size() > single_rows_max;
  const Html inside =
      hidden_field("kind", "deviate") + (many ? groups(page) : single_rows(page)) +
      select_field({.field = {.name = "ground",
                              .label = "Ground",
                              .value = page.value("ground"),
                              .error = error_of(page.faults, "ground")},
                    .options = options_of(legal::grounds())}) +
      textarea_field({.field = {.name = "because",
                                .label = urgent ? "Why this and no more" : "Why the policy's answer is not taken",
                                .hint = "Written for the second approver and for whoever reviews this later.",
                                .value = page.value("because"),
                                .error = error_of(page.faults, "because")},
                      .rows = 4}) +
      submit_button(urgent ? "Draft and send for approval" : "Draft this deviation and send for approval",
                    ButtonKind::secondary);
  return details_part(urgent ? "Grant the least that helps" : "Deviate from the policy",
                      case_form(page, "/decide", inside), open);
}

}  // namespace writ::desk
