// /authorities/: who may ask, what can be reached, how to send a request, and how to open and check what comes back.
// The commands are those of the end-to-end tests; the covering letter of a package has the same.
#include "legal/vocabulary.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

Html who() {
  return h2("Who may ask") +
         ul(li("An authority whose identity and power to ask the provider's staff have checked. A request that could "
               "not "
               "be shown to come from the authority it names ends as ",
               em("not authentic"), "."),
            li("The request must be served as one of the instruments of ", code("writ-request/v1"), ": ",
               each(legal::instruments(),
                    [](const legal::Word& word) {
                      return Html(std::string(word.label)) + (word.code == "other" ? "." : ", ");
                    })),
            li("Content of messages is no category: nothing here can ask for it."));
}

Html reach(const SiteData& site, const Here& here) {
  Html out = h2("What an instrument reaches");
  if (site.policies.empty()) return out + p("No policy has been published here.");
  const policy::Policy& now = site.policies.back();
  out += p("What may be given is decided by the policy in force on the day of receipt, now ",
           here.link(site.policy_page(now.id()), now.title()), ", and never more than was asked. It gives:");
  for (const RuleInWords& rule : rules_in_words(now)) {
    if (!rule.gives) continue;
    out += p(strong(rule.outcome), rule.conditions.empty() ? " Always." : " When all of this holds:") +
           ul(each(rule.conditions, [](const std::string& condition) { return li(condition); }));
  }
  return out + p("In every other case nothing is given, with a ground. ",
                 here.link("holdings/index.html", "What is held at all, and for how long"), ".");
}

Html sending(const SiteData& site, const Here& here) {
  Html out = h2("How to send a request");
  out += ol(li("Get an account: write to ", contact(site),
               " from your service's own address, with your OpenPGP key or certificate. Packages are sealed to it. "
               "After your "
               "authority has been checked you are given a token; treat it like a password."),
            li("Write the request as JSON, one object. Take 32 random bytes as ", code("nonce"),
               ": with it the receipt is yours alone, and the same request sent twice counts once."),
            li("Send it, with the address of this server in ", code("SITE"), ":"));
  out += command(
      "openssl rand -hex 32   # the nonce\n"
      "curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n"
      "  --data-binary @request.json $SITE/api/v1/requests");
  out += p("Keep ", code("request.json"), " byte for byte, and of the answer ", code("promise"), " and ",
           code("promise_opening"), " as the files ", code("promise"), " and ", code("promise.opening.json"),
           ": from then on they prove that we have the request. ",
           here.link("openapi.json", "Every member and answer (OpenAPI)"), ".");
  return out + p("Danger to life: set ", code("emergency"),
                 " to true. It is checked like every request, and counted as an emergency.");
}

Html package(const Here& here) {
  Html out = h2(id("package"), "How to open and check a package");
  out += p("A package is one sealed file. With OpenPGP, or with your certificate:");
  out += command(
      "gpg --output WR.tar --decrypt WR.tar.pgp\n"
      "openssl cms -decrypt -inform DER -in WR.tar.p7m -recip cert.pem -inkey key.pem -out WR.tar\n"
      "tar -xf WR.tar");
  out += p("That nothing was changed since it was signed, in the unpacked folder, with ",
           here.link("package-signer.crt.pem", "package-signer.crt.pem"),
           ", the provider's certificate, from here and not from the package:");
  return out + command(
                   "openssl cms -verify -binary -inform DER -CAfile package-signer.crt.pem -out /dev/null \\\n"
                   "  -in tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt\n"
                   "sha256sum --check tagmanifest-sha256.txt manifest-sha256.txt");
}

Html receipt(const Here& here) {
  Html out = h2(id("receipt"), "How to check a receipt");
  out += p("After the log's next tick, by default at 00:00 UTC, the receipt is ready. Get its files into one folder:");
  out += command(
      "for file in promise promise.opening.json receipt.tlog-proof receipt.opening.json; do\n"
      "  curl --create-dirs -H \"Authorization: Bearer $TOKEN\" -o receipt/$file \\\n"
      "    \"$SITE/api/v1/cases/$REFERENCE/receipt?file=$file\"\n"
      "done");
  out += p("Check it once, with ", here.link("policy.txt", "policy.txt"), ":");
  out += command(
      "writ receipt check receipt --policy policy.txt \\\n"
      "  --sent request.json --requester-address YOUR_ADDRESS");
  out += ul(li(code("--sent"),
               " is the request exactly as you sent it: it is compared with what the log holds, its hash, its ",
               "nonce, country, instrument, offence group, data and number of selectors."),
            li(code("--requester-address"), " is your address as the provider verified it, or ",
               code("--requester-key"), " your key."),
            li("If the request gives the hash of a document: ", code("--document FILE"),
               ". Without the JSON: ", code("--nonce HEX"), " and ", code("--document FILE"), "."),
            li("Without these options the answer says ", code("not checked"),
               " for all of that: it then shows only that some request of this log is meant."));
  out += p("Later events of the case have receipts too: the same files, with ", code("decision-1/"), ", ",
           code("disclosure-1/"), " before their names. Of a package, where ", code("N"),
           " is how many accounts in it were in no earlier package of the case:");
  out += command(
      "writ receipt check receipt/disclosure-1 --policy policy.txt \\\n"
      "  --request receipt --package WR.tar.pgp --new-accounts N");
  return out +
         p("The opening is confidential: treat it like the case file. If this request is ever missing from a report, "
           "these files show it, to anyone. ",
           here.link("complain/index.html#officer", "If you disagree"), ".");
}

}  // namespace

std::pair<std::string, std::string> authorities_page(const SiteData& site) {
  const Here here = site.here("authorities/index.html");
  Html main = h1("For authorities");
  main += p(cls("w-lead"), "How to ask ", site.options.provider_name,
            " for data of a user, what can be given, and how to check what you get.");
  main += synthetic_model_note(site);
  main += who() + reach(site, here) + sending(site, here) + package(here) + receipt(here);
  return page_file(site, here,
                   {.title = "For authorities",
                    .description = "How to ask, what can be given, how to check a package and a receipt.",
                    .above = {{site.locale().text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .main_in_english = true});
}

}  // namespace writ::report
