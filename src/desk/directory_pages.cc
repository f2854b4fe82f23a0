#include "desk/directory_pages.h"

#include "legal/countries.h"
#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

std::string typed(const DirectoryForm& form, const std::string& name) {
  const auto found = form.typed.find(name);
  return found == form.typed.end() ? std::string() : found->second;
}

Field field(const DirectoryForm& form, const char* name, const char* label, const char* hint = "") {
  return {.name = name, .label = label, .hint = hint, .value = typed(form, name), .error = error_of(form.faults, name)};
}

Html name_fields(const DirectoryForm& form) {
  std::vector<Option> countries;
  for (const legal::Country& one : legal::countries())
    countries.push_back({.value = std::string(one.alpha2), .label = std::string(one.name)});
  return text_field({.field = field(form, "name", "Authority", "As it names itself in requests."), .width = 30}) +
         select_field({.field = field(form, "country", "Country"), .options = countries});
}

Html number_fields(const DirectoryForm& form) {
  return text_field(
             {.field = field(form, "number", "Number to call back", "With the country's code: +33 4 72 00 00 00"),
              .type = "tel",
              .width = 20,
              .spellcheck = false,
              .direction_ltr = true}) +
         text_field({.field = field(form, "mailbox_domain", "Mailbox domain (may be empty)",
                                    "Officers who write from it, or from one below it, belong to this authority."),
                     .width = 30,
                     .spellcheck = false,
                     .direction_ltr = true}) +
         textarea_field({.field = field(form, "source", "Where the number was found",
                                        "A source that is not a request: a public list, a printed directory."),
                         .rows = 2}) +
         date_field({.field = field(form, "checked", "When it was last found there"),
                     .day = typed(form, "checked-day"),
                     .month = typed(form, "checked-month"),
                     .year = typed(form, "checked-year")});
}

Html row(const authority::Entry& entry) {
  return tr(th(attr("scope", "row"), a(href("/desk/authorities/" + entry.id), entry.name)),
            td(country_name(entry.country)), td(identifier(entry.number)), td(day_words(entry.checked)),
            td(entry.out_of_use.empty() ? "in use" : "out of use: " + entry.out_of_use));
}

Html cases_part(const DirectoryEntryView& view) {
  if (view.outcomes.empty()) return p("None.");
  return ul(cls("govuk-list"), each(view.outcomes,
                                    [](const auto& one) {
                                      return li(one.first + ": " + number(static_cast<std::uint64_t>(one.second)));
                                    })) +
         ul(cls("govuk-list"), each(view.cases, [](const auto& one) {
              return li(a(href("/desk/cases/" + one.first), one.first), ", " + one.second);
            }));
}

Html out_of_use_part(const DirectoryEntryView& view, const DirectoryForm& form) {
  const Html inside = text_field({.field = field(form, "out_of_use", "Why"), .width = 30}) +
                      submit_button("Take out of use", ButtonKind::warning);
  return details_part(
      "This number is not to be used any more",
      form_element({.action = "/desk/authorities/" + view.entry.id + "/out-of-use", .csrf = form.csrf}, inside),
      !error_of(form.faults, "out_of_use").empty());
}

}  // namespace

Html directory_page(const DirectoryList& list, const DirectoryForm& form) {
  Html out =
      error_summary(form.faults) + h1("Authorities") +
      p(cls("w-lead"), "Our own directory: the numbers on which requests are confirmed. None comes from a request.");
  if (form.may_write)
    out += details_part("Add an authority",
                        form_element({.action = "/desk/authorities", .csrf = form.csrf},
                                     name_fields(form) + number_fields(form) + submit_button("Add to the directory")),
                        form.open || !form.faults.empty());
  if (list.entries.empty()) return out + p("The directory is empty.");
  const Html heads =
      tr(th(attr("scope", "col"), "Authority"), th(attr("scope", "col"), "Country"), th(attr("scope", "col"), "Number"),
         th(attr("scope", "col"), "Checked"), th(attr("scope", "col"), "State"));
  return out + table(cls("govuk-table"), thead(heads), tbody(each(list.entries, row))) +
         pagination({.previous_url = list.previous_url, .next_url = list.next_url});
}

Html directory_entry_page(const DirectoryEntryView& view, const DirectoryForm& form) {
  Html out = error_summary(form.faults) + h1(view.entry.name);
  if (!view.entry.out_of_use.empty()) out += warning_text(Html("Out of use: " + view.entry.out_of_use));
  out += summary_list({{"Country", Html(country_name(view.entry.country))},
                       {"Number", identifier(view.entry.number)},
                       {"Mailbox domain", identifier(view.entry.mailbox_domain)},
                       {"Found", Html(view.entry.source)},
                       {"Checked", Html(day_words(view.entry.checked))},
                       {"Entered by", Html(view.entered_by)}});
  if (form.may_write && view.entry.out_of_use.empty())
    out += details_part("Change the entry",
                        form_element({.action = "/desk/authorities/" + view.entry.id, .csrf = form.csrf},
                                     number_fields(form) + submit_button("Save", ButtonKind::secondary)),
                        !form.faults.empty() && error_of(form.faults, "out_of_use").empty()) +
           out_of_use_part(view, form);
  out += h2("Officers known here");
  out += view.officers.empty()
             ? p("None.")
             : ul(cls("govuk-list"), each(view.officers, [](const std::string& one) { return li(one); }));
  return out + h2("Cases") + cases_part(view);
}

}  // namespace writ::desk
