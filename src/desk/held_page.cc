#include "desk/held_page.h"

#include <algorithm>

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
  const Locale& t = page.t;
  const Html reference = hidden_field("reference", row.ref);
  Html out;
  if (row.agreed_by.empty() && row.may_agree)
    out += small_form(page, "/agree", reference + submit_button(t.text("desk.held.agree"), ButtonKind::secondary));
  if (row.agreed_by.empty() && !row.may_agree) out += p(t.html("desk.held.own"));
  const std::string name = "why-" + row.ref;
  const std::string error = error_of(page.faults, name);
  const Html why = textarea_field(
      {.field = {.name = name, .label = t.text("desk.held.lift_why"), .error = error}, .rows = 2}, form_words(t));
  const Html button = submit_button(t.text("desk.held.lift_button"), ButtonKind::secondary);
  return out +
         details_part(t.text("desk.held.lift"), small_form(page, "/lift", reference + why + button), !error.empty());
}

Html row_part(const HeldPage& page, const HeldPage::Row& row) {
  const Locale& t = page.t;
  const Html agreed = row.agreed_by.empty() ? tag(t.text("desk.nobody_yet"), Tone::neutral) : Html(row.agreed_by);
  Html out = h2(a(href("/desk/cases/" + row.ref), row.ref));
  out += summary_list({{t.text("desk.held.law"), Html(row.law)},
                       {t.text("desk.held.why"), row.words.empty() ? t.html("desk.erased") : Html(row.words)},
                       {t.text("desk.held.asked_by"), Html(row.asked_by)},
                       {t.text("desk.held.agreed_by"), agreed}});
  return page.may_act && !page.made ? out + acts(page, row) : out;
}

Html ask_form(const HeldPage& page) {
  const Locale& t = page.t;
  const FormWords form = form_words(t);
  const auto field = [&](const char* name, Key label, const std::string& hint, const std::string& value) {
    return Field{
        .name = name, .label = t.text(label), .hint = hint, .value = value, .error = error_of(page.faults, name)};
  };
  return h2(t.html("desk.held.another")) +
         form_element(
             {.action = address(page), .csrf = page.csrf},
             text_field({.field = field("reference", "desk.held.reference", "", page.reference),
                         .width = 20,
                         .spellcheck = false,
                         .direction_ltr = true},
                        form) +
                 text_field({.field = field("law", "desk.held.law_label", t.text("desk.held.law_hint"), page.law)},
                            form) +
                 textarea_field({.field = field("words", "desk.held.words", t.text("desk.held.words_hint"), page.words),
                                 .rows = 3},
                                form) +
                 submit_button(t.text("desk.held.ask"), ButtonKind::secondary));
}

}  // namespace

Html held_page(const HeldPage& page) {
  const Locale& t = page.t;
  Html out = error_summary(page.faults, form_words(t)) +
             h1(t.html("desk.held.head", {{"period", base::format_period(page.period)}})) + p(t.html("desk.held.lead"));
  if (page.made) out += inset_text(p(t.html("desk.held.made")));
  if (page.rows.empty()) out += p(t.html("desk.held.none"));
  for (const HeldPage::Row& row : page.rows) out += row_part(page, row);
  return page.may_act && !page.made ? out + ask_form(page) : out;
}

Html held_words(const Locale& t, const std::vector<HeldPage::Row>& rows) {
  const auto waiting = static_cast<std::uint64_t>(
      std::ranges::count_if(rows, [](const HeldPage::Row& one) { return one.agreed_by.empty(); }));
  const std::uint64_t held = rows.size() - waiting;
  if (rows.empty()) return t.html("desk.close.none");
  const Html words = t.html("desk.held.rows", {{"n", held}});
  return waiting == 0 ? words : t.html("desk.held.rows_waiting", {{"held", words}, {"n", waiting}});
}

}  // namespace writ::desk
