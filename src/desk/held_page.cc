#include "desk/held_page.h"

#include <algorithm>

#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

std::string address(const HeldPage& page, std::string_view tail = "") {
  return "/desk/close/" + base::period_name(page.period) + "/held" + std::string(tail);
}

Html small_form(const HeldPage& page, std::string_view tail, const Html& inside) {
  return form_element({.action = address(page, tail), .csrf = page.csrf}, inside);
}

Html acts(const HeldPage& page, const HeldPage::Row& row) {
  const Html reference = hidden_field("reference", row.ref);
  Html out;
  if (row.agreed_by.empty() && row.may_agree)
    out += small_form(page, "/agree", reference + submit_button("Agree: do not show this row", ButtonKind::secondary));
  if (row.agreed_by.empty() && !row.may_agree) out += p("You asked for it. The second is another publisher.");
  const std::string name = "why-" + row.ref;
  const std::string error = error_of(page.faults, name);
  const Html why =
      textarea_field({.field = {.name = name, .label = "Why the row is shown after all", .error = error}, .rows = 2});
  return out + details_part("Show this row after all",
                            small_form(page, "/lift", reference + why + submit_button("Show it", ButtonKind::secondary)),
                            !error.empty());
}

Html row_part(const HeldPage& page, const HeldPage::Row& row) {
  Html out = h2(a(href("/desk/cases/" + row.ref), row.ref));
  out += summary_list({{"Law", Html(row.law)},
                       {"Why", row.words.empty() ? Html("erased") : Html(row.words)},
                       {"Asked by", Html(row.asked_by)},
                       {"Agreed by", row.agreed_by.empty() ? tag("nobody yet", Tone::neutral) : Html(row.agreed_by)}});
  return page.may_act && !page.made ? out + acts(page, row) : out;
}

Html ask_form(const HeldPage& page) {
  return h2("Hold another row") +
         form_element({.action = address(page), .csrf = page.csrf},
                      text_field({.field = {.name = "reference",
                                            .label = "Reference of the case",
                                            .value = page.reference,
                                            .error = error_of(page.faults, "reference")},
                                  .width = 20,
                                  .spellcheck = false,
                                  .direction_ltr = true}) +
                          text_field({.field = {.name = "law",
                                                .label = "The law that forbids it",
                                                .hint = "Article or section, as 50 USC 3511(b). It is printed nowhere.",
                                                .value = page.law,
                                                .error = error_of(page.faults, "law")}}) +
                          textarea_field({.field = {.name = "words",
                                                    .label = "Why even the row may not be shown",
                                                    .hint = "A gag about the user is no reason: the row names nobody.",
                                                    .value = page.words,
                                                    .error = error_of(page.faults, "words")},
                                          .rows = 3}) +
                          submit_button("Ask a second publisher", ButtonKind::secondary));
}

}  // namespace

Html held_page(const HeldPage& page) {
  Html out = error_summary(page.faults) + h1("Held rows of " + base::format_period(page.period)) +
             p("A held request stands in every total and in the outcomes, under country not shown. Its instrument and "
               "whether it was an emergency are not told either, here and in every later report that names it. Two "
               "publishers decide it before the report is made; the verifier prints how many are held.");
  if (page.made) out += inset_text(p("The report of this period is made: nothing is held or shown any more."));
  if (page.rows.empty()) out += p("No row is held: every request stands in the report with its country.");
  for (const HeldPage::Row& row : page.rows) out += row_part(page, row);
  return page.may_act && !page.made ? out + ask_form(page) : out;
}

std::string held_words(const std::vector<HeldPage::Row>& rows) {
  const auto waiting = static_cast<std::uint64_t>(
      std::ranges::count_if(rows, [](const HeldPage::Row& one) { return one.agreed_by.empty(); }));
  const std::uint64_t held = rows.size() - waiting;
  if (rows.empty()) return "none";
  std::string out = number(held) + (held == 1 ? " row is held" : " rows are held");
  if (waiting > 0) out += "; " + number(waiting) + (waiting == 1 ? " waits" : " wait") + " for a second person";
  return out;
}

}  // namespace writ::desk
