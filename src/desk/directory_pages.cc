#include "desk/directory_pages.h"

#include <algorithm>

#include "desk/parts.h"
#include "legal/countries.h"

namespace writ::desk {

using namespace page;

namespace {

std::string typed(const DirectoryForm& form, const std::string& name) {
  const auto found = form.typed.find(name);
  return found == form.typed.end() ? std::string() : found->second;
}

Field field(const DirectoryForm& form, const char* name, Key label, const std::string& hint = "") {
  return {.name = name,
          .label = form.t.text(label),
          .hint = hint,
          .value = typed(form, name),
          .error = error_of(form.faults, name)};
}

/// In the order of the language.
Html name_fields(const DirectoryForm& form) {
  const Locale& t = form.t;
  std::vector<Option> countries;
  for (const legal::Country& one : legal::countries())
    countries.push_back({.value = std::string(one.alpha2), .label = t.country(one.alpha2)});
  std::ranges::sort(countries, {}, [&](const Option& one) { return t.sort_key(one.label); });
  return text_field({.field = field(form, "name", "desk.authorities.authority", t.text("desk.authorities.name_hint")),
                     .width = 30},
                    form_words(t)) +
         select_field({.field = field(form, "country", "desk.authorities.country"), .options = countries},
                      form_words(t));
}

Html number_fields(const DirectoryForm& form) {
  const Locale& t = form.t;
  const FormWords words = form_words(t);
  return text_field(
             {.field = field(form, "number", "desk.authorities.call_back", t.text("desk.authorities.call_back_hint")),
              .type = "tel",
              .width = 20,
              .spellcheck = false,
              .direction_ltr = true},
             words) +
         text_field({.field = field(form, "mailbox_domain", "desk.authorities.domain_label",
                                    t.text("desk.authorities.domain_hint")),
                     .width = 30,
                     .spellcheck = false,
                     .direction_ltr = true},
                    words) +
         textarea_field(
             {.field = field(form, "source", "desk.authorities.source", t.text("desk.authorities.source_hint")),
              .rows = 2},
             words) +
         date_field({.field = field(form, "checked", "desk.authorities.checked_label"),
                     .day = typed(form, "checked-day"),
                     .month = typed(form, "checked-month"),
                     .year = typed(form, "checked-year")},
                    words);
}

Html row(const Locale& t, const authority::Entry& entry) {
  return tr(th(attr("scope", "row"), a(href("/desk/authorities/" + entry.id), entry.name)),
            td(t.country(entry.country)), td(identifier(entry.number)), td(day_words(t, entry.checked)),
            td(entry.out_of_use.empty() ? t.html("desk.authorities.in_use")
                                        : t.html("desk.authorities.out_of_use", {{"reason", entry.out_of_use}})));
}

Html cases_part(const Locale& t, const DirectoryEntryView& view) {
  if (view.outcomes.empty()) return p(t.html("desk.none"));
  const Html counts = each(view.outcomes, [&](const auto& one) {
    return li(t.html("desk.authorities.outcome", {{"state", one.first}, {"n", one.second}}));
  });
  const Html cases = each(view.cases, [&](const auto& one) {
    return li(t.html("desk.authorities.case",
                     {{"ref", a(href("/desk/cases/" + one.first), one.first)}, {"state", one.second}}));
  });
  return ul(cls("govuk-list"), counts) + ul(cls("govuk-list"), cases);
}

Html out_of_use_part(const DirectoryEntryView& view, const DirectoryForm& form) {
  const Locale& t = form.t;
  const Html inside =
      text_field({.field = field(form, "out_of_use", "desk.authorities.why"), .width = 30}, form_words(t)) +
      submit_button(t.text("desk.authorities.take_out"), ButtonKind::warning);
  return details_part(
      t.text("desk.authorities.not_any_more"),
      form_element({.action = "/desk/authorities/" + view.entry.id + "/out-of-use", .csrf = form.csrf}, inside),
      !error_of(form.faults, "out_of_use").empty());
}

}  // namespace

Html directory_page(const DirectoryList& list, const DirectoryForm& form) {
  const Locale& t = form.t;
  Html out = error_summary(form.faults, form_words(t)) + h1(t.html("desk.authorities.title")) +
             p(cls("w-lead"), t.html("desk.authorities.lead"));
  if (form.may_write)
    out += details_part(
        t.text("desk.authorities.add"),
        form_element({.action = "/desk/authorities", .csrf = form.csrf},
                     name_fields(form) + number_fields(form) + submit_button(t.text("desk.authorities.add_button"))),
        form.open || !form.faults.empty());
  if (list.entries.empty()) return out + p(t.html("desk.authorities.none"));
  const Html heads = heading_row(t, {"desk.authorities.authority", "desk.authorities.country",
                                     "desk.authorities.number", "desk.authorities.checked", "desk.authorities.state"});
  const Html rows = each(list.entries, [&](const authority::Entry& entry) { return row(t, entry); });
  return out + table(cls("govuk-table"), thead(heads), tbody(rows)) +
         pages_part(t, {.previous_url = list.previous_url, .next_url = list.next_url});
}

Html directory_entry_page(const DirectoryEntryView& view, const DirectoryForm& form) {
  const Locale& t = form.t;
  const authority::Entry& entry = view.entry;
  Html out = error_summary(form.faults, form_words(t)) + h1(entry.name);
  if (!entry.out_of_use.empty())
    out += warning_part(t, t.html("desk.authorities.out_of_use_warning", {{"reason", entry.out_of_use}}));
  out += summary_list({{t.text("desk.authorities.country"), Html(t.country(entry.country))},
                       {t.text("desk.authorities.number"), identifier(entry.number)},
                       {t.text("desk.authorities.domain"), identifier(entry.mailbox_domain)},
                       {t.text("desk.authorities.found"), Html(entry.source)},
                       {t.text("desk.authorities.checked"), Html(day_words(t, entry.checked))},
                       {t.text("desk.authorities.entered_by"), Html(view.entered_by)}});
  if (form.may_write && entry.out_of_use.empty())
    out += details_part(t.text("desk.authorities.change"),
                        form_element({.action = "/desk/authorities/" + entry.id, .csrf = form.csrf},
                                     number_fields(form) + submit_button(t.text("door.save"), ButtonKind::secondary)),
                        !form.faults.empty() && error_of(form.faults, "out_of_use").empty()) +
           out_of_use_part(view, form);
  out += h2(t.html("desk.authorities.officers"));
  out += view.officers.empty()
             ? p(t.html("desk.none"))
             : ul(cls("govuk-list"), each(view.officers, [](const std::string& one) { return li(one); }));
  return out + h2(t.html("desk.authorities.cases")) + cases_part(t, view);
}

}  // namespace writ::desk
