#include <algorithm>

#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "page/parts.h"
#include "portal/draft_pages.h"

namespace writ::portal {

using namespace page;

namespace {

Field field(const Context& context, const DraftView& draft, const std::string& name) {
  const Locale& t = context.t;
  return {.name = name,
          .label = coded(t, "portal.label.", name),
          .hint = Key::find("portal.hint." + name) ? coded(t, "portal.hint.", name) : std::string(),
          .value = draft.field(name),
          .error = context.error(name)};
}

Html line(const Context& context, const DraftView& draft, const std::string& name,
          const std::string& autocomplete = "off") {
  return text_field({.field = field(context, draft, name), .autocomplete = autocomplete}, form_words(context.t));
}

Html words(const Context& context, const DraftView& draft, const std::string& name, unsigned rows = 3) {
  return textarea_field({.field = field(context, draft, name), .rows = rows}, form_words(context.t));
}

Html choices(const Context& context, const DraftView& draft, const std::string& name, std::vector<Option> options) {
  return radio_field({.field = field(context, draft, name), .options = std::move(options)}, form_words(context.t));
}

Html date(const Context& context, const DraftView& draft, const std::string& name) {
  return date_field({.field = field(context, draft, name),
                     .day = draft.field(name + "-day"),
                     .month = draft.field(name + "-month"),
                     .year = draft.field(name + "-year")},
                    form_words(context.t));
}

Html kept_documents(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  return each(draft.documents, [&](const DocumentLine& one) {
    return div(cls("w-upload"),
               p(strong(one.name), br(),
                 t.html("portal.document.kept",
                        {{"type", coded(t, "portal.type.", one.type)}, {"bytes", bytes_of(t, one.bytes)}})),
               p("SHA-256 ", grouped_hash(one.sha256)),
               submit_button(t.text("portal.document.remove"), ButtonKind::secondary, "remove", one.id),
               unseen(" " + one.name));
  });
}

Html document_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  Html out = kept_documents(context, draft);
  if (!draft.documents.empty()) out = h2(t.html("portal.document.have", {{"n", draft.documents.size()}})) + out;
  Field file = field(context, draft, "document");
  if (!draft.documents.empty()) file.label = t.text("portal.document.another");
  return out +
         file_field(
             {.field = file, .accept = ".pdf,.png,.jpg,.jpeg,.txt,application/pdf,image/png,image/jpeg,text/plain"},
             form_words(t)) +
         submit_button(t.text("portal.document.upload"), ButtonKind::secondary, "then", "stay");
}

Html authority_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  const std::string country(t.country(draft.officer.country));
  std::vector<Option> offices;
  for (const char* code : {"judge", "prosecutor", "police", "other"})
    offices.push_back({.value = code, .label = coded(t, "portal.office.", code)});
  return p(t.html("portal.authority.country", {{"country", country}})) +
         line(context, draft, "agency", "organization") + line(context, draft, "department") +
         line(context, draft, "signatory") + choices(context, draft, "signatory_office", offices);
}

Html instrument_fields(const Context& context, const DraftView& draft) {
  std::vector<Option> options;
  for (const std::string& code : instruments_of(draft.road))
    options.push_back({.value = code, .label = word_of(context.t, "instrument", code)});
  return choices(context, draft, "instrument", options) + line(context, draft, "legal_basis") +
         line(context, draft, "file_number") + date(context, draft, "signed");
}

Html offence_fields(const Context& context, const DraftView& draft) {
  std::vector<Option> options;
  for (const legal::Word& word : legal::offences())
    options.push_back(
        {.value = std::string(word.code), .label = word_of(context.t, "offence", std::string(word.code))});
  return choices(context, draft, "offence", options);
}

Html secrecy_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  std::vector<Option> options;
  for (const char* code : {"none", "asked", "ordered"}) {
    options.push_back(
        {.value = code, .label = coded(t, "portal.secrecy.", code), .hint = coded(t, "portal.secrecy_hint.", code)});
  }
  options.back().revealed = line(context, draft, "court");
  return choices(context, draft, "secrecy", options) + date(context, draft, "until");
}

Html key_part(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  const KeyLine& key = draft.officer.key;
  if (!key.present) return inset_text(t.html("portal.key.none", {{"a", Href{"/portal/account"}}}));
  Html lines = p(t.html("portal.key.fingerprint", {{"kind", coded(t, "portal.key_kind.", key.kind)}}), br(),
                 code(cls("w-hash"), attr("dir", "ltr"), key.fingerprint));
  if (key.expires) lines += p(t.html("portal.key.expires", {{"time", time_of(t, *key.expires)}}));
  if (!key.problem.empty()) lines += warning_text(t.html("portal.key.problem", {{"why", key.problem}}));
  return inset_text(lines);
}

Html delivery_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  Field confirm = field(context, draft, "key_ok");
  return p(t.html("portal.delivery.to", {{"email", identifier(draft.officer.email)}})) + key_part(context, draft) +
         checkbox_field({.field = confirm,
                         .options = {{.value = "yes", .label = t.text("portal.delivery.confirm")}},
                         .chosen = {draft.field("key_ok")}},
                        form_words(t)) +
         words(context, draft, "colleagues", 5);
}

Html emergency_fields(const Context& context, const DraftView& draft) {
  const Locale& t = context.t;
  Html out = line(context, draft, "agency", "organization");
  for (const char* name : {"danger", "to_whom", "when", "why_now"}) out += words(context, draft, name);
  out += h2(t.html("portal.emergency.least")) + data_fields(context, draft) + h2(t.html("portal.step.accounts")) +
         accounts_fields(context, draft) + h2(t.html("portal.emergency.after")) + line(context, draft, "supervisor");
  Field process = field(context, draft, "process");
  process.label = t.text("portal.label.process");
  return out + checkbox_field({.field = process,
                               .options = {{.value = "yes", .label = t.text("portal.emergency.promise")}},
                               .chosen = {draft.field("process")}},
                              form_words(t));
}

Html fields_of(const Context& context, const DraftView& draft, std::string_view slug) {
  if (slug == "document") return document_fields(context, draft);
  if (slug == "authority") return authority_fields(context, draft);
  if (slug == "instrument") return instrument_fields(context, draft);
  if (slug == "offence") return offence_fields(context, draft);
  if (slug == "accounts") return accounts_fields(context, draft);
  if (slug == "data") return data_fields(context, draft);
  if (slug == "secrecy") return secrecy_fields(context, draft);
  if (slug == "delivery") return delivery_fields(context, draft);
  return emergency_fields(context, draft);
}

bool has_file(std::string_view slug) { return slug == "document" || slug == "accounts" || slug == "emergency"; }

}  // namespace

Html step_page(const Context& context, const DraftView& draft, std::string_view slug) {
  const Locale& t = context.t;
  const bool short_road = draft.road == "emergency";
  const Html buttons =
      short_road ? submit_button(t.text("portal.step.to_check"))
                 : button_row({submit_button(t.text("portal.step.continue")),
                               submit_button(t.text("portal.step.save"), ButtonKind::secondary, "then", "list")});
  return error_summary(context.errors, form_words(t)) + h1(step_title(t, slug)) +
         p(cls("w-lead"), coded(t, "portal.lead.", std::string(slug))) +
         form_element({.action = draft.url(std::string(slug)), .csrf = context.csrf, .files = has_file(slug)},
                      fields_of(context, draft, slug) + buttons) +
         (short_road ? Html() : p(a(href(draft.url()), t.html("portal.step.back_to_list"))));
}

}  // namespace writ::portal
