// Holdings, method, check-it-yourself and 404: words with few figures.
#include "legal/vocabulary.h"
#include "page/number.h"
#include "report/components.h"
#include "report/pages.h"
#include "report/trust.h"

namespace writ::report {

using namespace page;

namespace {

Html definition(std::string_view anchor, std::string_view word, const Html& meaning) {
  return div(id(anchor), dt(word), dd(meaning));
}

std::string eu_class_in_words(std::string_view category) {
  std::string words(legal::eu_class(category));
  for (char& c : words)
    if (c == '_') c = ' ';
  return words;
}

std::string kept_for(const policy::ProfileCategory& category) {
  if (!category.retention_days) return "as long as the account";
  return counted(static_cast<std::uint64_t>(*category.retention_days), "day", "days");
}

Html holdings_main(const SiteData& site, const Here& here, const policy::Profile& profile) {
  Grid held{.id = "held", .caption = "Held", .columns = {{"Data"}, {"How long"}, {"Why"}, {"Where"}, {"EU class"}}};
  Grid absent{.id = "not-held",
              .caption = "Not held by design: nobody can be given it",
              .columns = {{"Data"}, {"Why not"}, {"Source"}}};
  for (const legal::Word& word : legal::categories()) {
    const auto found = profile.categories.find(std::string(word.code));
    if (found == profile.categories.end()) continue;
    const policy::ProfileCategory& category = found->second;
    if (category.held) {
      held.rows.push_back({std::string(word.label), kept_for(category), category.reason, category.from_system,
                           eu_class_in_words(word.code)});
    } else {
      absent.rows.push_back({std::string(word.label), category.reason, category.source});
    }
  }
  Html out = p(cls("w-lead"), "What ", site.options.provider_name, " keeps and what it does not, by the profile ",
               em(profile.title), ".") +
             synthetic_model_note(site);
  out += held.rows.empty() ? p("Nothing is held.") : grid(here, held);
  out += absent.rows.empty() ? Html() : grid(here, absent);
  out += p("Messages are no category here: no part of the system can ask for content.");
  out += h2("What we cannot know") +
         p("An address seen from an onion service or a proxy is not the user's. Behind carrier-grade address "
           "translation one address serves many people, and without a port it names nobody.");
  if (!profile.note.empty()) out += p(profile.note);
  return out + h2("Source") + p(profile.source);
}

Html definitions() {
  return dl(
      cls("w-definitions"),
      definition("received", "Received",
                 "One legal demand is one request, however many accounts it names. Two orders are two requests, even "
                 "in one message. It counts in the period of receipt and stays counted whatever becomes of it."),
      definition("fulfilled", "Fulfilled",
                 "A first package was delivered for the request. It counts in the period of that package, not of "
                 "receipt, so fulfilled and received of one period are not the same requests."),
      definition("users", "Users affected",
                 "Accounts in a package and in no earlier package of the same request, summed over packages. These are "
                 "not distinct people: an account named by two requests counts twice, so figures add over periods. It "
                 "may be 0 or less than the number of requests."),
      definition("refused", "Refused or nothing to give",
                 "Refused: nothing was granted, with a ground. No data: something was granted, and nothing was held. "
                 "Both as at the close of the period of receipt."),
      definition("pending", "Pending",
                 "Received in the period and without a decision at its close. Over several periods it is recomputed at "
                 "the last close, never added."),
      definition("instrument", "Country, instrument, offence group",
                 "As the requester declared them at receipt. If our staff coded a request otherwise, the change is in "
                 "the log with its reason. Country is the state whose authority signed what was served."),
      definition("preservation", "Preservations", "Requests to keep data, not to give it. They count as received."),
      definition("notice", "Notices",
                 "Given: the user was told. Delayed: not yet, because a court or law says so. Barred: we may not."),
      definition("days", "Median days",
                 "Half of the decided requests took no longer. Whole UTC days from receipt to the first decision, as "
                 "the provider states them."));
}

Html not_a_number(const Here&) {
  return h2("Four things that are not one another") +
         ul(cls("w-plain"), li(strong("0"), " - counted, and there were none."),
            li(cell_not_reported(), " - nobody has published a figure. It is not zero."),
            li(cell_not_shown(),
               " - counted in every total, but the row is held back. The number of such rows stands on each report."),
            li(cell_band(0, 249), " - the law allows a range only. It is in no total, and it is not verified."));
}

Html limits(const SiteData& site) {
  return h2("What the log does not prove") +
         ul(each(trust_limits(site), [](const Html& limit) { return li(limit); }),
            li("That a request was never kept out of the log. Only its sender can know, from a missing receipt."),
            li("That requests were not invented. Acknowledgements and random audits work against that, not "
               "mathematics."),
            li("That a decision was right, or that the data given was what is listed."),
            li("That figures marked ", em("not verified"), " are true."),
            li("That this page's own code is honest: it comes from the provider. Run the check on a machine of "
               "yours."));
}

}  // namespace

std::pair<std::string, std::string> holdings_page(const SiteData& site) {
  const Here here("holdings/index.html");
  Html main = h1("What is held");
  main += site.profile ? holdings_main(site, here, *site.profile)
                       : p(cls("w-lead"), "The provider has published no profile of what it holds.");
  return page_file(site, here,
                   {.title = "What is held",
                    .description = "Data categories, how long and why.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> method_page(const SiteData& site) {
  const Here here("method/index.html");
  Html main = h1("How we count");
  main += p(cls("w-lead"),
            "Every figure here is counted from rows of a public log. Nothing is typed by hand, and no count is "
            "rounded; rates and shares have one digit after the point.");
  main += definitions() + not_a_number(here);
  main += h2("Shares") + p("A percentage stands only where there are 20 cases or more.");
  main +=
      h2("Periods") +
      p("A period closes at 00:00 UTC after its last day. Periods may differ in length; charts then show counts per 30 "
        "days and print the counts themselves. A calendar year is the sum of its periods, each checked by itself.");
  main +=
      h2("Corrections") + p("No published file is replaced. What is coded anew later stands in a later report under ",
                            em("corrections"), ", and the report it concerns links there.");
  main += h2("Country names") +
          p("English short names for the codes of ISO 3166-1, with Kosovo and the European Union added.");
  main += limits(site);
  return page_file(site, here,
                   {.title = "How we count",
                    .description = "Definitions and limits.",
                    .above = {{"Latest", "index.html"}},
                    .main = std::move(main)});
}

std::pair<std::string, std::string> not_found_page(const SiteData& site) {
  const Here here("404.html", true);
  Html main = h1("There is no such page");
  main += p(cls("w-lead"), "The address may have a slip in it, or it is an old one. Start again at ",
            here.link("index.html", "the latest figures"), ".");
  main += p("Published reports never move: ", here.link("reports/index.html", "all reports"), ", ",
            here.link("countries/index.html", "all countries"), ", ", here.link("data/index.html", "all files"), ".");
  return page_file(site, here,
                   {.title = "There is no such page", .description = "", .above = {}, .main = std::move(main)});
}

}  // namespace writ::report
