// /authorities/: who may ask, what can be reached, how to send a request, and how to open and check what comes back.
// The commands are those of the end-to-end tests; the covering letter of a package has the same.
#include "legal/vocabulary.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

Html who(const Locale& t) {
  std::vector<std::string> instruments;
  for (const legal::Word& word : legal::instruments())
    instruments.push_back(label_of(legal::instruments(), word.code, t));
  return h2(t("officers.who")) + ul(li(t("officers.who_checked")),
                                    li(t("officers.who_instrument", {{"instruments", t.list(instruments)}})),
                                    li(t("officers.who_content")));
}

Html reach(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Html out = h2(t("officers.reach"));
  if (site.policies.empty()) return out + p(t("policy.none"));
  const policy::Policy& now = site.policies.back();
  out += p(
      t("officers.reach_policy", {{"policy", here.link(site.policy_page(now.id()), text_of_policy(now.title(), t))}}));
  for (const RuleInWords& rule : rules_in_words(now, t)) {
    if (!rule.gives) continue;
    out += p(strong(rule.outcome), " ", t(rule.conditions.empty() ? Key("rules.always") : Key("rules.when_all")));
    out += ul(each(rule.conditions, [](const Html& condition) { return li(condition); }));
  }
  return out + p(t("officers.reach_else", {{"holdings", here.href_to("holdings/index.html")}}));
}

Html sending(const SiteData& site, const Here& here) {
  const Locale& t = site.locale();
  Html out = h2(t("officers.send"));
  out += ol(li(t("officers.send_account", {{"contact", contact(site)}})), li(t("officers.send_write")),
            li(t("officers.send_it")));
  out += command(
      "openssl rand -hex 32   # the nonce\n"
      "curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n"
      "  --data-binary @request.json $SITE/api/v1/requests",
      t);
  return out + p(t("officers.send_keep", {{"openapi", here.href_to("openapi.json")}})) + p(t("officers.send_danger"));
}

Html package(const Locale& t, const Here& here) {
  Html out = h2(id("package"), t("officers.package"));
  out += p(t("officers.package_open"));
  out += command(
      "gpg --output WR.tar --decrypt WR.tar.pgp\n"
      "openssl cms -decrypt -inform DER -in WR.tar.p7m -recip cert.pem -inkey key.pem -out WR.tar\n"
      "tar -xf WR.tar",
      t);
  out += p(t("officers.package_check", {{"signer", here.link("package-signer.crt.pem", "package-signer.crt.pem")}}));
  return out + command(
                   "openssl cms -verify -binary -inform DER -CAfile package-signer.crt.pem -out /dev/null \\\n"
                   "  -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt\n"
                   "sha256sum --check tagmanifest-sha256.txt manifest-sha256.txt",
                   t);
}

Html receipt(const Locale& t, const Here& here) {
  Html out = h2(id("receipt"), t("officers.receipt"));
  out += p(t("officers.receipt_get"));
  out += command(
      "for file in promise promise.opening.json receipt.tlog-proof receipt.opening.json; do\n"
      "  curl --create-dirs -H \"Authorization: Bearer $TOKEN\" -o receipt/$file \\\n"
      "    \"$SITE/api/v1/cases/$REFERENCE/receipt?file=$file\"\n"
      "done",
      t);
  out += p(t("officers.receipt_check", {{"policy", here.link("policy.txt", "policy.txt")}}));
  out += command(
      "writ receipt check receipt --policy policy.txt \\\n"
      "  --sent request.json --requester-address YOUR_ADDRESS",
      t);
  out += ul(li(t("officers.option_sent")), li(t("officers.option_address")), li(t("officers.option_document")),
            li(t("officers.option_none")));
  out += p(t("officers.receipt_later"));
  out += command(
      "writ receipt check receipt/disclosure-1 --policy policy.txt \\\n"
      "  --request receipt --package WR.tar.pgp --new-accounts N",
      t);
  return out + p(t("officers.receipt_confidential", {{"complain", here.href_to("complain/index.html#officer")}}));
}

}  // namespace

std::pair<std::string, std::string> authorities_page(const SiteData& site) {
  const Locale& t = site.locale();
  const Here here = site.here("authorities/index.html");
  Html main =
      h1(t("foot.authorities")) + p(cls("w-lead"), t("officers.lead", {{"provider", site.options.provider_name}}));
  main += synthetic_model_note(site);
  main += who(t) + reach(site, here) + sending(site, here) + package(t, here) + receipt(t, here);
  return page_file(site, here,
                   {.title = t.text("foot.authorities"),
                    .description = t.text("officers.description"),
                    .above = {{t.text("nav.latest"), "index.html"}},
                    .main = std::move(main)});
}

}  // namespace writ::report
