#include "page/parts.h"
#include "portal/home_pages.h"

namespace writ::portal {

using namespace page;

namespace {

Html key_part(const Context& context, const AccountView& view) {
  const Locale& t = context.t;
  const KeyLine& key = view.officer.key;
  Html out = h2(id("key"), t.html("portal.account.key")) + key_banner(t, key, view.now);
  if (key.present) {
    std::vector<SummaryRow> rows = {
        {.key = t.text("portal.account.kind"), .value = coded(t, "portal.key_kind.", key.kind)},
        {.key = t.text("portal.account.fingerprint"),
         .value = code(cls("w-hash"), attr("dir", "ltr"), key.fingerprint)}};
    if (key.expires) rows.push_back({.key = t.text("portal.account.until"), .value = time_of(t, *key.expires)});
    out += summary_list(rows);
  }
  return out + form_element({.action = "/portal/account/key", .csrf = context.csrf, .files = true},
                            textarea_field({.field = {.name = "public_key",
                                                      .label = t.text("portal.label.public_key"),
                                                      .hint = t.text("portal.hint.public_key"),
                                                      .value = view.typed_key,
                                                      .error = context.error("public_key")},
                                            .rows = 5,
                                            .spellcheck = false,
                                            .direction_ltr = true},
                                           form_words(t)) +
                                file_field({.field = {.name = "key_file", .label = t.text("portal.label.key_file")},
                                            .accept = ".asc,.pem,.crt,.pub,.txt"},
                                           form_words(t)) +
                                submit_button(t.text("portal.account.replace_key"), ButtonKind::secondary));
}

Html sessions_part(const Context& context, const AccountView& view) {
  const Locale& t = context.t;
  return h2(id("sessions"), t.html("portal.account.sessions")) +
         ul(cls("govuk-list"), each(view.sessions, [&](const SessionLine& one) {
              const Html words = t.html("portal.account.session",
                                        {{"started", time_of(t, one.started)}, {"seen", time_of(t, one.seen)}});
              if (one.here) return li(words, " ", tag(t.text("portal.account.this_one"), Tone::info));
              return li(words, form_element({.action = "/portal/account/session", .csrf = context.csrf},
                                            hidden_field("session", one.id) +
                                                submit_button(t.text("portal.account.end"), ButtonKind::secondary)));
            }));
}

Html sign_in_part(const Locale& t) {
  return h2(id("sign-in"), t.html("portal.account.sign_in")) +
         ul(cls("govuk-list"), li(a(href("/portal/passkeys"), t.html("portal.account.passkeys"))),
            li(a(href("/portal/certificates"), t.html("portal.account.certificates"))));
}

Html language_part(const Context& context, const AccountView& view) {
  const Locale& t = context.t;
  std::vector<Option> options;
  for (const Language one : languages)
    options.push_back({.value = std::string(tag_of(one)), .label = std::string(own_name(one))});
  return h2(id("language"), t.html("portal.account.language")) +
         form_element({.action = "/portal/account/language", .csrf = context.csrf},
                      radio_field({.field = {.name = "language",
                                             .label = t.text("portal.label.language"),
                                             .hint = t.text("portal.hint.language"),
                                             .value = view.language},
                                   .options = options,
                                   .small = true},
                                  form_words(t)) +
                          submit_button(t.text("portal.account.save"), ButtonKind::secondary));
}

}  // namespace

Html account_page(const Context& context, const AccountView& view) {
  const Locale& t = context.t;
  return error_summary(context.errors, form_words(t)) + h1(t.html("portal.account.title")) +
         summary_list({{.key = t.text("portal.account.name"), .value = view.officer.name},
                       {.key = t.text("portal.account.mailbox"), .value = identifier(view.officer.email)},
                       {.key = t.text("portal.label.agency"), .value = view.officer.agency},
                       {.key = t.text("portal.public.country"), .value = t.country(view.officer.country)}}) +
         p(cls("govuk-hint"), t.html("portal.account.change")) + key_part(context, view) +
         sign_in_part(t) + sessions_part(context, view) + language_part(context, view);
}

}  // namespace writ::portal
