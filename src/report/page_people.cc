// /notice/ and /complain/: what a person who got a notice, or who contests something, can do today.
#include "report/components.h"
#include "report/pages.h"

namespace writ::report {

using namespace page;

namespace {

Html real_notice(const SiteData& site) {
  return h2("What a real notice is like") +
         ul(li("It is a plain mail to the e-mail address of your account",
               site.options.contact.empty() ? "" : ", from ", site.options.contact.empty() ? Html() : contact(site),
               ". Anyone can write a false sender into a mail: the address alone proves nothing."),
            li("It says which kinds of data were given, on which day, to an authority of which country, under which "
               "published policy, and a reference like ",
               code("WR-2026-01843"), "."),
            li("It repeats no phone number, IP address or name of yours, and nothing is attached."),
            li("It asks for nothing: no sign-in, no password, no code, no payment, no call. A mail that does is not "
               "from us."));
}

Html checking(const SiteData& site, const Here& here) {
  Html out = h2("How to check it");
  out += ol(
      li("Type the address of this site yourself; do not use a link in the mail."),
      li("Write to ", contact(site), site.options.contact.empty() ? ", found on its own site and not in the mail," : "",
         " from the address of your account, name the reference, ask whether the notice is real, and ask for your "
         "receipt: the file ",
         code("receipt.tlog-proof"), " of the disclosure."),
      li("The second line of that file is ", code("index"),
         " and a number: the entry of the public log that stands for the disclosure."),
      li("When the report on that period is out, find the row with this number in ",
         here.link("data/disclosures.csv", "data/disclosures.csv"),
         ". It must show the country and the data that your notice names, and at least one user."),
      li(here.link("verify/index.html", "Check the log"), ": then nobody can take that row out unseen."));
  return out + p(cls("w-note"),
                 "What this cannot show: that the row is about you. The log holds no names, so for that you have the "
                 "provider's word. If you were never told, you cannot see it here either.");
}

Html road(std::string_view anchor, std::string_view title, const Html& steps) {
  return h2(id(anchor), title) + ol(steps);
}

Html user_road(const SiteData& site, const Here& here) {
  return road(
      "user", "Your data were given",
      li("Write to ", contact(site),
         ", with the reference of your notice. Say what you contest, and ask what was given. ",
         here.link("notice/index.html", "First see whether the notice is real"), ".") +
          li("The staff of ", site.options.provider_name,
             " answer. Where the GDPR applies, a request for your data must be answered within one month (Art. 12(3) "
             "and "
             "15).") +
          li("Not satisfied? In the EU and the EEA you may complain to the data protection authority where you live "
             "(GDPR "
             "Art. 77) and go to a court (Art. 79). The order itself is contested before the courts of the state that "
             "issued it, best with a lawyer; the notice names the country."));
}

Html officer_road(const SiteData& site, const Here& here) {
  return road(
      "officer", "Your request was refused",
      li("Read the ground and the rule in the decision, and ", here.link("policy/index.html", "the policy"),
         " in force on the day of receipt.") +
          li("Something was missing: send it, with the reference, to ", contact(site),
             ". A new order is a new request. A decision that is changed is a second entry of the log that names the "
             "first; the first stays.") +
          li("You find the policy itself wrong: whether a law obliges the provider to give more is for courts to say, "
             "not for this page."));
}

Html figures_road(const SiteData& site, const Here& here) {
  return road(
      "figures", "A figure is wrong",
      li(here.link("verify/index.html", "Run the check"),
         " and keep its answer. If it ends with 1, each failure "
         "stands on a line of its own, with index and rule.") +
          li("Your own request is missing, or coded wrongly: ",
             here.link("authorities/index.html#receipt", "check your receipt"),
             ". A promise of a published period whose entry is not among the opened rows shows the fault to anybody.") +
          li("Write to ", contact(site),
             ", with the answer and the checkpoint that you saw. Publish both if you like: nobody's permission is "
             "needed. A request that was coded wrongly is coded anew in a later report, under ",
             em("corrections"), "; no published file is replaced."));
}

}  // namespace

std::pair<std::string, std::string> notice_page(const SiteData& site) {
  const Here here = site.here("notice/index.html");
  Html main = h1("I got a notice. Is it real?");
  main += p(cls("w-lead"),
            "A notice tells you that data of your account were given to an authority. You need to do nothing, "
            "and you can check it.");
  if (site.options.synthetic)
    main += p(cls("w-note"), "This site is a demonstration: it concerns nobody, and no real notice can come from it.");
  main += real_notice(site) + checking(site, here);
  main += h2("To contest it") + p(here.link("complain/index.html#user", "How to complain"), ".");
  return page_file(site, here,
                   {.title = "I got a notice. Is it real?",
                    .description = "What a real notice is like, and how to check it.",
                    .above = {{site.locale().text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .main_in_english = true});
}

std::pair<std::string, std::string> complain_page(const SiteData& site) {
  const Here here = site.here("complain/index.html");
  Html main = h1("Contest something");
  main += p(cls("w-lead"), "Three roads: for a user, for an authority, and for anyone who doubts a figure.");
  if (site.options.synthetic) main += p(cls("w-note"), "This site is a demonstration: nobody reads mail to it.");
  main += user_road(site, here) + officer_road(site, here) + figures_road(site, here);
  return page_file(site, here,
                   {.title = "Contest something",
                    .description = "How a user, an authority or anyone else can object.",
                    .above = {{site.locale().text("nav.latest"), "index.html"}},
                    .main = std::move(main),
                    .main_in_english = true});
}

}  // namespace writ::report
