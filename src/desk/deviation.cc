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
    options.push_back({.value = category, .label = word_of(page.t, "category", category)});
    // The first tick of a name stands under the name itself, further ones under name and value.
    if (page.value(name) == category || !page.value(name + "-" + category).empty()) chosen.push_back(category);
  }
  return checkbox_field({.field = {.name = name, .label = label, .hint = hint, .error = error_of(page.faults, name)},
                         .options = options,
                         .chosen = chosen,
                         .small = true},
                        form_words(page.t));
}

Html short_text(const CasePage& page, const std::string& name, const std::string& label, const std::string& hint) {
  return text_field({.field = {.name = name,
                               .label = label,
                               .hint = hint,
                               .value = page.value(name),
                               .error = error_of(page.faults, name)},
                     .width = 20,
                     .spellcheck = false,
                     .direction_ltr = true},
                    form_words(page.t));
}

/// A narrower time, and a ground of its own.
Html details_of(const CasePage& page, const std::string& from, const std::string& to, const std::string& ground,
                bool window) {
  const Locale& t = page.t;
  Html out;
  if (window)
    out += short_text(page, from, t.text("case.deviate.only_from"), t.text("case.deviate.only_from_hint")) +
           short_text(page, to, t.text("case.deviate.only_to"), "");
  out += select_field({.field = {.name = ground,
                                 .label = t.text("case.deviate.own_ground"),
                                 .hint = t.text("case.deviate.own_ground_hint"),
                                 .value = page.value(ground),
                                 .error = error_of(page.faults, ground)},
                       .options = options_of(t, "ground", legal::grounds())},
                      form_words(t));
  const bool open = !page.value(from).empty() || !page.value(to).empty() || !page.value(ground).empty();
  return details_part(t.text(window ? Key("case.deviate.narrower") : Key("case.deviate.other_ground")), out, open);
}

Html single_rows(const CasePage& page) {
  const Locale& t = page.t;
  const legal::Request& request = page.file.request;
  Html rows;
  for (std::size_t i = 0; i < request.selectors.size(); ++i) {
    const legal::SelectorKind kind = request.selectors[i].kind;
    rows += boxes(page, row_name("give", i),
                  t.text("case.deviate.row", {{"n", std::to_string(i + 1)}, {"kind", kind_words(t, kind)}}),
                  t.text("case.deviate.row_hint")) +
            details_of(page, row_name("from", i), row_name("to", i), row_name("ground", i),
                       kind != legal::SelectorKind::ip_address);
  }
  return rows;
}

Html groups(const CasePage& page) {
  const Locale& t = page.t;
  Html out = p(t.html("case.deviate.groups", {{"n", page.file.request.selectors.size()}}));
  for (std::size_t k = 1; k <= groups_max; ++k) {
    const std::string accounts = group_name("accounts", k);
    const Html inside =
        short_text(page, accounts, t.text("case.label.accounts"),
                   k == 1 ? t.text("case.deviate.accounts_hint") : std::string()) +
        boxes(page, group_name("give", k), t.text("case.deviate.give"), t.text("case.deviate.give_hint")) +
        details_of(page, group_name("from", k), group_name("to", k), group_name("ground", k), true);
    const bool open = k == 1 || !page.value(accounts).empty() || !error_of(page.faults, accounts).empty();
    out += details_part(t.text("case.deviate.group", {{"n", k}}), inside, open);
  }
  return out;
}

}  // namespace

std::string row_name(std::string_view field, std::size_t account) { return fmt::format("{}-{}", field, account); }
std::string group_name(std::string_view field, std::size_t group) { return fmt::format("{}-g{}", field, group); }

Html deviation_form(const CasePage& page, bool open) {
  const Locale& t = page.t;
  const bool urgent = page.file.request.emergency;
  const bool many = page.file.request.selectors.size() > single_rows_max;
  const Html inside =
      hidden_field("kind", "deviate") + (many ? groups(page) : single_rows(page)) +
      select_field({.field = {.name = "ground",
                              .label = t.text("case.label.ground"),
                              .value = page.value("ground"),
                              .error = error_of(page.faults, "ground")},
                    .options = options_of(t, "ground", legal::grounds())},
                   form_words(t)) +
      textarea_field({.field = {.name = "because",
                                .label = t.text(urgent ? Key("case.deviate.why_least") : Key("case.deviate.why")),
                                .hint = t.text("case.deviate.why_hint"),
                                .value = page.value("because"),
                                .error = error_of(page.faults, "because")},
                      .rows = 4},
                     form_words(t)) +
      submit_button(t.text(urgent ? Key("case.deviate.draft_least") : Key("case.deviate.draft")),
                    ButtonKind::secondary);
  return details_part(t.text(urgent ? Key("case.deviate.title_least") : Key("case.deviate.title")),
                      case_form(page, "/decide", inside), open);
}

}  // namespace writ::desk
