#include "portal/apply_pages.h"

#include <algorithm>

#include "legal/countries.h"
#include "page/parts.h"

namespace writ::portal {

using namespace page;

namespace {

Html line(const Context& context, const Fields& typed, const std::string& name, const std::string& autocomplete) {
  const Locale& t = context.t;
  return text_field(
      {.field = {.name = name,
                 .label = coded(t, "portal.label.", name),
                 .hint = Key::find("portal.hint." + name) ? coded(t, "portal.hint.", name) : std::string(),
                 .value = field_of(typed, name),
                 .error = context.error(name)},
       .type = name == "email" ? "email" : "text",
       .autocomplete = autocomplete,
       .direction_ltr = name == "email"},
      form_words(t));
}

Html country_field(const Context& context, const Fields& typed) {
  const Locale& t = context.t;
  std::vector<std::pair<std::string, Option>> sorted;
  for (const legal::Country& one : legal::countries()) {
    const std::string name = t.country(one.alpha2);
    sorted.emplace_back(t.sort_key(name), Option{.value = std::string(one.alpha2), .label = name});
  }
  std::ranges::sort(sorted, {}, &std::pair<std::string, Option>::first);
  SelectField shape{.field = {.name = "country",
                              .label = t.text("portal.public.country"),
                              .value = field_of(typed, "country"),
                              .error = context.error("country")},
                    .options = {}};
  for (auto& [key, one] : sorted) shape.options.push_back(std::move(one));
  return select_field(shape, form_words(t));
}

Html told(const Locale& t, Key title, Key text) { return h1(t.html(title)) + p(t.html(text)); }

}  // namespace

Html apply_page(const Context& context, const Fields& typed) {
  const Locale& t = context.t;
  const Html attest = checkbox_field(
      {.field = {.name = "attest", .label = t.text("portal.label.attest"), .error = context.error("attest")},
       .options = {{.value = "yes", .label = t.text("portal.apply.attest")}},
       .chosen = {field_of(typed, "attest")}},
      form_words(t));
  return error_summary(context.errors, form_words(t)) + h1(t.html("portal.apply.title")) +
         p(cls("w-lead"), t.html("portal.apply.lead")) +
         form_element({.action = "/portal/apply", .csrf = context.csrf},
                      line(context, typed, "name", "name") + line(context, typed, "email", "email") +
                          line(context, typed, "agency", "organization") + country_field(context, typed) +
                          line(context, typed, "supervisor", "off") + p(t.html("portal.apply.supervisor_note")) +
                          attest + submit_button(t.text("portal.apply.button")));
}

Html applied_page(const Context& context) { return told(context.t, "portal.apply.sent", "portal.apply.sent_text"); }

Html confirm_page(const Context& context, const std::string& action) {
  const Locale& t = context.t;
  return told(t, "portal.apply.confirm_title", "portal.apply.confirm_text") +
         form_element({.action = action, .csrf = context.csrf}, submit_button(t.text("portal.apply.confirm_button")));
}

Html confirmed_page(const Context& context) {
  return told(context.t, "portal.apply.confirmed", "portal.apply.confirmed_text");
}

Html dead_link_page(const Context& context) {
  const Locale& t = context.t;
  return told(t, "portal.apply.dead_link", "portal.apply.dead_link_text") +
         p(a(href("/portal/apply"), t.html("portal.apply.title")));
}

}  // namespace writ::portal
