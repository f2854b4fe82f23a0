// Lists of accounts, one a line, and the data categories with what is held and what is not.
#include <algorithm>

#include "legal/countries.h"
#include "page/parts.h"
#include "portal/draft_pages.h"

namespace writ::portal {

using namespace page;

namespace {

/// Lines of one kind, with every fault of theirs beside the field: a list of 400 has many.
Html list_of(const Context& context, const DraftView& draft, const std::string& name, unsigned rows) {
  const Locale& t = context.t;
  std::string faults;
  for (const FieldError& one : context.errors) {
    if (one.field == name) faults += (faults.empty() ? "" : " ") + one.message;
  }
  return textarea_field({.field = {.name = name,
                                   .label = coded(t, "portal.label.", name),
                                   .hint = coded(t, "portal.hint.", name),
                                   .value = draft.field(name),
                                   .error = faults},
                         .rows = rows,
                         .spellcheck = false,
                         .direction_ltr = true},
                        form_words(t));
}

Html country_picker(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  std::vector<std::pair<std::string, Option>> sorted;
  for (const legal::Country& one : legal::countries()) {
    if (one.alpha2 == "EU") continue;
    const std::string name = t.country(one.alpha2);
    sorted.emplace_back(t.sort_key(name), Option{.value = std::string(one.alpha2), .label = name});
  }
  std::ranges::sort(sorted, {}, &std::pair<std::string, Option>::first);
  SelectField shape{.field = {.name = "phone_country",
                              .label = t.text("portal.label.phone_country"),
                              .hint = t.text("portal.hint.phone_country"),
                              .value = draft.field("phone_country"),
                              .error = context.error("phone_country")},
                    .options = {}};
  for (auto& [key, one] : sorted) shape.options.push_back(std::move(one));
  return select_field(shape, form_words(t));
}

/// The distance from UTC on that day: a name of a zone would leave open whether it was summer.
Html zone_picker(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  SelectField shape{.field = {.name = "zone",
                              .label = t.text("portal.label.zone"),
                              .hint = t.text("portal.hint.zone"),
                              .value = draft.field("zone").empty() ? "UTC" : draft.field("zone"),
                              .error = context.error("zone")},
                    .options = {{.value = "UTC", .label = "UTC"}},
                    .first_empty = false};
  for (const char* one :
       {"-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00", "-04:00",
        "-03:30", "-03:00", "-02:00", "-01:00", "+01:00", "+02:00", "+03:00", "+03:30", "+04:00", "+04:30",
        "+05:00", "+05:30", "+05:45", "+06:00", "+06:30", "+07:00", "+08:00", "+08:45", "+09:00", "+09:30",
        "+10:00", "+10:30", "+11:00", "+12:00", "+12:45", "+13:00", "+14:00"})
    shape.options.push_back({.value = one, .label = std::string("UTC") + one});
  return select_field(shape, form_words(t));
}

/// The operator's own words, in a language of its choice: they keep their direction and their full stop (Unicode's
/// first strong isolate).
std::string isolated(const std::string& words) { return words.empty() ? words : "\u2068" + words + "\u2069"; }

std::string why_of(const Context& context, const CategoryLine& one) {
  const Locale& t = context.t;
  if (!one.held) return t.text("portal.data.not_held", {{"why", isolated(one.reason)}});
  if (one.retention_days)
    return t.text("portal.data.held_for", {{"n", *one.retention_days}, {"why", isolated(one.reason)}});
  return isolated(one.reason);
}

}  // namespace

Html accounts_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  Html out;
  if (!draft.accounts.selectors.empty())
    out += p(cls("govuk-hint"), t.html("portal.accounts.so_far", {{"n", draft.accounts.selectors.size()}}));
  out += fieldset(cls("govuk-fieldset"), legend(cls("govuk-fieldset__legend"), h2(t.html("portal.accounts.phones"))),
                  list_of(context, draft, "phones", 4) + country_picker(context, draft));
  out += fieldset(cls("govuk-fieldset"), legend(cls("govuk-fieldset__legend"), h2(t.html("portal.accounts.names"))),
                  list_of(context, draft, "user_names", 4) + list_of(context, draft, "user_ids", 3) +
                      list_of(context, draft, "emails", 3));
  out += fieldset(cls("govuk-fieldset"), legend(cls("govuk-fieldset__legend"), h2(t.html("portal.accounts.addresses"))),
                  list_of(context, draft, "addresses", 4) + zone_picker(context, draft));
  const bool open = !draft.field("csv").empty() || !context.error("csv").empty();
  out +=
      details_part(t.text("portal.accounts.csv"),
                   list_of(context, draft, "csv", 4) + file_field({.field = {.name = "csv_file",
                                                                             .label = t.text("portal.label.csv_file"),
                                                                             .hint = t.text("portal.hint.csv_file"),
                                                                             .error = context.error("csv_file")},
                                                                   .accept = ".csv,.txt,text/csv,text/plain"},
                                                                  form_words(t)),
                   open);
  return out;
}

Html data_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  CheckboxField shape{.field = {.name = "data_sought",
                                .label = t.text("portal.label.data_sought"),
                                .hint = t.text("portal.hint.data_sought"),
                                .error = context.error("data_sought")},
                      .options = {}};
  for (const CategoryLine& one : draft.categories)
    shape.options.push_back({.value = one.code,
                             .label = word_of(t, "category", one.code),
                             .hint = why_of(context, one),
                             .disabled = !one.held});
  shape.chosen = data_sought(draft);
  return checkbox_field(shape, form_words(t)) + p(a(href("/holdings/"), t.html("portal.data.holdings")));
}

}  // namespace writ::portal
