// /policy/compare/{a}..{b}/: what changes from one policy to the other, in sentences, side by side, and in figures.
#include "report/page_compare.h"

#include <algorithm>
#include <cstring>

#include "page/number.h"
#include "policy/replay_stream.h"
#include "report/components.h"
#include "report/rule_words.h"

namespace writ::report {

using namespace page;

namespace {

using Pair = std::pair<const policy::Policy*, const policy::Policy*>;

Html sentences(const policy::Policy& before, const policy::Policy& after) {
  const auto changes = policy::diff(before, after);
  if (!changes)
    return p(cls("w-empty"), "The two policies are too large to be compared here: ", changes.error().message());
  if (changes->empty()) return p("Both decide every request alike.");
  return p(counted(changes->size(), "difference", "differences"), ", by what a request is about:") +
         ul(cls("w-plain w-diff"), each(*changes, [](const std::string& sentence) {
              const ChangeInWords change = change_in_words(sentence);
              return li(strong(change.subject), change.was.empty() ? Html() : p(em("Was"), " ", change.was),
                        change.now.empty() ? Html() : p(em("Now"), " ", change.now));
            }));
}

Html rule_cell(const RuleInWords* rule) {
  if (rule == nullptr) return span(cls("w-none"), "no such rule");
  Html out = strong(rule->outcome);
  out += rule->conditions.empty()
             ? div("Always.")
             : ul(cls("w-plain"), each(rule->conditions, [](const std::string& one) { return li(one); }));
  return out + div(cls("w-small"), "Rule ", code(rule->id));
}

/// The word comes before the rule: colour alone would not say it.
std::string word_of(const RuleInWords* before, const RuleInWords* after) {
  if (before == nullptr) return "Added";
  if (after == nullptr) return "Removed";
  return before->outcome == after->outcome && before->conditions == after->conditions ? "Unchanged" : "Changed";
}

Html side_by_side(const Here& here, const policy::Policy& before, const policy::Policy& after) {
  const std::vector<RuleInWords> was = rules_in_words(before), now = rules_in_words(after);
  const auto find = [](const std::vector<RuleInWords>& rules, const std::string& id) -> const RuleInWords* {
    const auto found = std::ranges::find(rules, id, &RuleInWords::id);
    return found == rules.end() ? nullptr : &*found;
  };
  Grid made{.id = "rules",
            .caption = "Rules, matched by their ids",
            .columns = {{"What happened"}, {before.title()}, {after.title()}}};
  const auto add = [&](const RuleInWords* a, const RuleInWords* b) {
    made.rows.push_back({word_of(a, b), rule_cell(a), rule_cell(b)});
  };
  for (const RuleInWords& rule : was) add(&rule, find(now, rule.id));
  for (const RuleInWords& rule : now)
    if (find(was, rule.id) == nullptr) add(nullptr, &rule);
  return grid(here, made);
}

/// The holdings of this service first, then those of the models.
std::vector<policy::Profile> profiles_of(const SiteData& site) {
  std::vector<policy::Profile> out;
  if (site.profile) out.push_back(*site.profile);
  out.insert(out.end(), site.options.holdings.begin(), site.options.holdings.end());
  return out;
}

/// Holdings in which outcomes are compared request by request: this service's and those of the second policy's.
std::vector<policy::Profile> compared_profiles(const SiteData& site, const Pair& pair) {
  std::vector<policy::Profile> out;
  for (policy::Profile& one : profiles_of(site))
    if (out.empty() || one.id == pair.second->id()) out.push_back(std::move(one));
  return out;
}

base::Result<policy::Replay> new_replay(const Pair& pair, std::vector<policy::Profile> profiles) {
  return policy::Replay::make({.policies = {*pair.first, *pair.second},
                               .in_force = {},
                               .profiles = std::move(profiles),
                               .country = std::nullopt});
}

/// Every combination, and the few that are compared request by request.
struct Replayed {
  policy::Replay all;
  policy::Replay compared;
};

base::Result<Replayed> empty_replay(const SiteData& site, const Pair& pair) {
  TRY(policy::Replay all, new_replay(pair, profiles_of(site)));
  TRY(policy::Replay compared, new_replay(pair, compared_profiles(site, pair)));
  return Replayed{std::move(all), std::move(compared)};
}

base::Result<Replayed> replay_opened(const SiteData& site, const Pair& pair) {
  TRY(Replayed out, empty_replay(site, pair));
  const OpenedRequests opened = opened_requests(site, out.all.facts());
  for (std::size_t i = 0; i < opened.cases.size(); ++i) {
    TRY_VOID(out.all.add(opened.cases[i], opened.indices[i]));
    TRY_VOID(out.compared.add(opened.cases[i], opened.indices[i]));
  }
  return out;
}

base::Result<> replay_text(std::string_view text, policy::Replay& replay) {
  policy::ReplaySource source;
  source.read = [&](char* bytes, std::size_t size) -> base::Result<std::size_t> {
    const std::size_t taken = std::min(size, text.size());
    std::memcpy(bytes, text.data(), taken);
    text.remove_prefix(taken);
    return taken;
  };
  source.step = [](std::uint64_t) {};
  TRY(const policy::ReplayFaults faults, policy::replay_lines(source, replay, 1));
  if (faults.count == 0) return {};
  return base::fail(base::Errc::corrupt, "requests.jsonl line " + std::to_string(faults.first[0].line), "",
                    faults.first[0].error.message());
}

base::Result<Replayed> replay_stream(const SiteData& site, const Pair& pair) {
  TRY(Replayed out, empty_replay(site, pair));
  TRY_VOID(replay_text(site.options.synthetic_requests, out.all));
  TRY_VOID(replay_text(site.options.synthetic_requests, out.compared));
  return out;
}

struct Stream {
  ReplayNames names;
  Replayed replayed;
  Html about;
  std::string stem;
};

Html section_of(const Here& here, const Stream& stream) {
  return h3(stream.names.caption) + stream.about + replay_table(here, stream.replayed.all, stream.names) +
         replay_differences(here, stream.replayed.compared, stream.names) +
         file_links(here, {{"CSV", stream.stem + ".csv"}, {"JSON", stream.stem + ".json"}});
}

std::string stem_of(const Pair& pair) { return "policy/compare/" + pair.first->id() + ".." + pair.second->id(); }

ReplayNames names_of(const SiteData& site, const Pair& pair) {
  ReplayNames names;
  names.policies = {pair.first, pair.second};
  if (site.profile) names.profiles.push_back(&*site.profile);
  for (const policy::Profile& one : site.options.holdings) names.profiles.push_back(&one);
  return names;
}

base::Result<std::vector<Stream>> streams_of(const SiteData& site, const Pair& pair) {
  std::vector<Stream> out;
  if (profiles_of(site).empty()) return out;
  if (!site.options.synthetic_requests.empty()) {
    TRY(Replayed replayed, replay_stream(site, pair));
    Stream one{
        .names = names_of(site, pair), .replayed = std::move(replayed), .about = {}, .stem = stem_of(pair) + "/stream"};
    one.names.id = "stream";
    one.names.caption = "Of the made-up requests of this demonstration";
    one.names.stream = "synthetic";
    one.names.line = "line";
    one.about = p(span(cls("w-label"), site.label()), "All ", number(one.replayed.all.requests()),
                  " requests of the demonstration, with every fact that its staff established. They are made up, so "
                  "they can be published; of a real service only the table after this one can be made. Answered is the "
                  "most that could be given: whether one account has the data is not asked here.");
    out.push_back(std::move(one));
  }
  if (!site.periods.empty()) {
    TRY(Replayed replayed, replay_opened(site, pair));
    Stream one{
        .names = names_of(site, pair), .replayed = std::move(replayed), .about = {}, .stem = stem_of(pair) + "/opened"};
    one.names.id = "opened";
    one.names.caption = "Of the requests that the published periods open";
    one.names.stream = "opened rows";
    one.names.line = "entry";
    one.names.users = true;
    one.about =
        p(number(one.replayed.all.requests()),
          " requests, from the bundles alone: country, instrument, offence group, data sought. What staff found out "
          "about a request is not public; it is taken from how they decided, as far as only one finding fits. ",
          strong("Undecided"), " are requests of which no public row says what the policy asks.");
    out.push_back(std::move(one));
  }
  return out;
}

Html recompute(const SiteData& site, const Here& here, const Pair& pair) {
  if (site.options.synthetic_requests.empty()) return {};
  std::string line = "writ policy replay --requests requests.jsonl";
  for (const policy::Policy* one : {pair.first, pair.second}) line += " --policy policies/" + one->id() + ".toml";
  for (const policy::Profile& one : profiles_of(site)) line += " --profile profiles/" + one.id + ".toml";
  return p("The first table at a shell, from ", here.link("policy/compare/requests.jsonl", "requests.jsonl"), ":") +
         command(line);
}

Html sources(const SiteData& site, const Pair& pair) {
  Html out = h2("Sources") + ul(li(strong(pair.first->title()), ": ", pair.first->source()),
                                li(strong(pair.second->title()), ": ", pair.second->source()));
  const auto profiles = profiles_of(site);
  if (!profiles.empty())
    out += p("What each service holds, and for how long:") + ul(each(profiles, [](const policy::Profile& one) {
             return li(strong(one.title), ": ", one.source, one.note.empty() ? "" : ". " + one.note);
           }));
  return out;
}

base::Result<> add_page(const SiteData& site, const Pair& pair, SiteFiles& out) {
  const Here here(compare_page(*pair.first, *pair.second));
  TRY(const std::vector<Stream> streams, streams_of(site, pair));
  Html main = h1(pair.first->title() + ", compared with " + pair.second->title());
  main += p(cls("w-lead"), "What changes if the second decides instead of the first, and what each would have given.") +
          synthetic_model_note(site);
  main += h2("What changes") + sentences(*pair.first, *pair.second) + h2("Side by side") +
          side_by_side(here, *pair.first, *pair.second);
  main += h2("What each would have given") +
          p("A policy says what may be given, the holdings what there is to give. ", strong("No data"),
            ": granted, and nothing of it is held. A service with another design would not have got the same requests; "
            "the table only asks what these would have met there.");
  for (const Stream& stream : streams) {
    main += section_of(here, stream);
    out.emplace_back(stream.stem + ".csv", replay_csv(stream.replayed.all));
    out.emplace_back(stream.stem + ".json", replay_json(stream.replayed.all, stream.replayed.compared, stream.names));
  }
  main += recompute(site, here, pair) + sources(site, pair);
  out.push_back(page_file(site, here,
                          {.title = pair.first->id() + ".." + pair.second->id(),
                           .description = "Two policies side by side, and what each would have given.",
                           .above = {{"Latest", "index.html"}, {"Policy", "policy/index.html"}},
                           .main = std::move(main)}));
  return {};
}

}  // namespace

std::string compare_page(const policy::Policy& before, const policy::Policy& after) {
  return "policy/compare/" + before.id() + ".." + after.id() + "/index.html";
}

std::vector<Pair> comparisons(const SiteData& site) {
  std::vector<Pair> out;
  for (std::size_t i = 1; i < site.policies.size(); ++i) out.emplace_back(&site.policies[i - 1], &site.policies[i]);
  if (site.policies.empty()) return out;
  for (const policy::Policy& model : site.options.models)
    if (std::ranges::find(site.policies, model.id(), &policy::Policy::id) == site.policies.end())
      out.emplace_back(&site.policies.back(), &model);
  return out;
}

Html compare_links(const SiteData& site, const Here& here) {
  const std::vector<Pair> pairs = comparisons(site);
  if (pairs.empty()) return {};
  return ul(each(pairs, [&](const Pair& pair) {
    return li(here.link(compare_page(*pair.first, *pair.second), pair.first->title() + " and " + pair.second->title()));
  }));
}

base::Result<SiteFiles> compare_pages(const SiteData& site) {
  SiteFiles out;
  const std::vector<Pair> pairs = comparisons(site);
  for (const Pair& pair : pairs) TRY_VOID(add_page(site, pair, out));
  if (!pairs.empty() && !site.options.synthetic_requests.empty())
    out.emplace_back("policy/compare/requests.jsonl", site.options.synthetic_requests);
  return out;
}

}  // namespace writ::report
