#include "report/components.h"
#include "report/pages.h"

namespace writ::report {

using namespace page;

namespace {

Html at_the_command_line(const Here& here) {
  return h2(id("command"), "The command") +
         p("With the files of one receipt in a folder, and ", here.link("policy.txt", "policy.txt"),
           " of this site, better also from somebody else who kept it:") +
         command("writ receipt check FOLDER --policy policy.txt \\\n  --requester-address YOU@AGENCY --nonce "
                 "64-HEX-DIGITS --sent request.json") +
         p("A folder holds ", code("promise"), ", ", code("promise.opening.json"), ", ", code("receipt.tlog-proof"),
           " and ", code("receipt.opening.json"),
           ". What ties the entry to you is what you add: your key or verified address, your nonce, and what you sent. "
           "For a later event of the case (a decision, a disclosure) also give ",
           code("--request FOLDER"), " and, of a disclosure, ", code("--package FILE"), ".");
}

Html what_it_shows() {
  return div(
      cls("w-columns"),
      section(h2("What a receipt shows"),
              ul(li("That the entry which your opening describes is in the log, under a signed checkpoint."),
                 li("That it is about what you sent, where you give what you sent to compare with."),
                 li("That the provider cannot leave it out of a report unseen: your receipt would show it."))),
      section(h2("What a notified user can show today"),
              ul(li("With the proof that the provider sends on asking: that the entry exists, and its number."),
                 li("Once the report of its period is out: which data the row says were given, and how many users it "
                    "counts."),
                 li("Not that the row is about you: this provider does not yet give a user's own place in the row."),
                 li("Not that the mail itself is genuine: the mail carries no signature. ", strong("No real notice asks for "
                    "a password or a payment.")))));
}

}  // namespace

std::pair<std::string, std::string> receipt_page(const SiteData& site) {
  const Here here = site.here("receipt/index.html");
  const std::string policy = here.to("policy.txt");
  const std::string root = policy.substr(0, policy.size() - std::string_view("policy.txt").size());
  auto bundles = std::string();
  for (const PeriodData& one : site.periods) bundles += (bundles.empty() ? "" : " ") + one.name();
  Html main = h1("Check a receipt or a notice");
  main += p(cls("w-lead"), "Your files are read in this browser and never sent. The answer is a list of statements, each "
                           "with yes, no or not checked.");
  main += div(cls("w-warning"), strong("The opening is confidential."),
              " It says what the request was about: treat it like the case file. Do not send it to anyone who offers to "
              "check it for you.");
  main += element("noscript", p(cls("w-note"), "JavaScript is off. There is no form here then: a form would upload your "
                                               "files. The command line below does the same check."));
  main += div(id("receipt-checker"), flag("hidden"), attr("data-root", root.empty() ? "./" : root),
              attr("data-bundles", bundles));
  main += at_the_command_line(here) + what_it_shows();
  main += p(here.link("notice/index.html", "I got a notice. Is it real?"), " \u00b7 ",
            here.link("authorities/index.html", "For authorities"));
  return page_file(site, here,
                   {.title = "Check a receipt or a notice",
                    .description = "Check a receipt in your browser, without sending it.",
                    .above = {{site.locale().text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .main_in_english = true,
                    .script = "receipt.js"});
}

}  // namespace writ::report
