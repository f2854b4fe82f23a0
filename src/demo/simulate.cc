#include "demo/simulate.h"

#include <algorithm>
#include <tuple>

#include "app/desk.h"
#include "app/run.h"
#include "intake/intake.h"

namespace writ::demo {

namespace {

enum class Step : std::uint8_t { publish_policy, arrive, verify, withdraw, draft, first_approval, second_approval, deliver };

struct Action {
  base::Time at;
  Step step;
  std::size_t index;   // of the case, or of the policy
  auto operator<=>(const Action&) const = default;
};

std::vector<Action> plan(const Simulation& simulation, const std::vector<StreamCase>& stream) {
  std::vector<Action> actions;
  for (std::size_t i = 0; i < simulation.policies.size(); ++i) {
    // Logged in a tick before the effective date, so that nobody can say it was written afterwards.
    const base::Time before = base::Time(simulation.policies[i].effective()) - std::chrono::hours(38);
    actions.push_back({std::max(before, simulation.start - std::chrono::hours(1)), Step::publish_policy, i});
  }
  for (std::size_t i = 0; i < stream.size(); ++i) {
    const StaffScript& staff = stream[i].staff;
    actions.push_back({stream[i].arrives, Step::arrive, i});
    actions.push_back({staff.verify, Step::verify, i});
    const std::pair<Step, const std::optional<base::Time>*> steps[] = {{Step::withdraw, &staff.withdrawn},
                                                                      {Step::draft, &staff.draft},
                                                                      {Step::first_approval, &staff.first_approval},
                                                                      {Step::second_approval, &staff.second_approval},
                                                                      {Step::deliver, &staff.deliver}};
    for (const auto& [step, time] : steps) {
      if (*time) actions.push_back({**time, step, i});
    }
  }
  std::sort(actions.begin(), actions.end());
  return actions;
}

/// One member of the staff or officer at a time does one step, signed in with the own token.
class Robot {
 public:
  Robot(const Simulation& simulation, const std::vector<StreamCase>& stream)
      : simulation_(simulation), desk_(simulation.deployment), stream_(stream), refs_(stream.size()) {}

  base::Result<> act(const Action& action) {
    const std::size_t i = action.index;
    switch (action.step) {
      case Step::publish_policy: return publish(simulation_.policies[i]);
      case Step::arrive: return arrive(i);
      case Step::verify: return verify(i);
      case Step::withdraw: return withdraw(i);
      case Step::draft: return draft(i);
      case Step::first_approval: return approve(first_approver_email, i);
      case Step::second_approval: return approve(second_approver_email, i);
      case Step::deliver: return deliver(i);
    }
    return {};
  }

 private:
  base::Result<people::Person> sign_in(const std::string& email) {
    const auto token = simulation_.tokens.by_email.find(email);
    if (token == simulation_.tokens.by_email.end()) return base::invalid("sender", email, "is not one of the demo's people");
    return desk_.sign_in(token->second);
  }

  base::Result<> publish(const policy::Policy& policy) {
    TRY(const auto person, sign_in(publisher_email));
    return desk_.publish_policy(person, policy);
  }

  base::Result<> arrive(std::size_t i) {
    TRY(const auto person, sign_in(stream_[i].sender));
    TRY(const auto request, intake::parse_request(stream_[i].request, simulation_.clock.now()));
    TRY(const auto accepted, desk_.submit(person, {request}));
    refs_[i] = accepted.front().ref;
    return {};
  }

  base::Result<> verify(std::size_t i) {
    TRY(const auto person, sign_in(intake_email));
    casework::Verification verification{.facts = stream_[i].staff.facts, .recodes = {}};
    if (stream_[i].staff.recoded_offence) {
      verification.recodes.push_back({.position = 11, .value = *stream_[i].staff.recoded_offence, .reason = "document_says"});
    }
    return desk_.verify(person, refs_[i], verification);
  }

  base::Result<> withdraw(std::size_t i) {
    TRY(const auto person, sign_in(stream_[i].sender));
    return desk_.withdraw(person, refs_[i], "no longer needed");
  }

  base::Result<> draft(std::size_t i) {
    TRY(const auto person, sign_in(decider_email));
    if (!stream_[i].staff.refused_on_ground) return desk_.draft(person, refs_[i], std::nullopt);
    TRY(const auto file, desk_.find(person, refs_[i]));
    return desk_.draft(person, refs_[i],
                       casework::Override{.granted = std::vector<legal::CodeSet>(file.request.selectors.size()),
                                          .ground = *stream_[i].staff.refused_on_ground,
                                          .written_ground = "The act is punished as a political offence."});
  }

  /// A refusal needs one approver only; then there is nothing left for the second.
  base::Result<> approve(const char* email, std::size_t i) {
    TRY(const auto person, sign_in(email));
    TRY(const auto file, desk_.find(person, refs_[i]));
    if (file.state != casework::State::drafted) return {};
    return desk_.approve(person, refs_[i]);
  }

  base::Result<> deliver(std::size_t i) {
    TRY(const auto person, sign_in(gatherer_email));
    TRY(const auto file, desk_.find(person, refs_[i]));
    if (file.state != casework::State::approved) return {};  // refused
    TRY(const auto execution, desk_.carry_out(person, refs_[i]));
    return execution.delivered ? base::Result<>() : approve(first_approver_email, i);
  }

  const Simulation& simulation_;
  app::Desk desk_;
  const std::vector<StreamCase>& stream_;
  std::vector<std::string> refs_;
};

}  // namespace

base::Result<> simulate(const Simulation& simulation, const std::vector<StreamCase>& stream, base::Progress& progress) {
  const auto advance = [&](base::Time time) { simulation.clock.advance_to(time); };
  TRY_VOID(app::schedule_first_tick(simulation.deployment, simulation.start));
  const std::vector<Action> actions = plan(simulation, stream);
  Robot robot(simulation, stream);
  std::uint64_t done = 0;
  for (const Action& action : actions) {
    progress.step(done++, actions.size());
    if (action.at >= simulation.end) continue;
    TRY_VOID(app::run_until(simulation.deployment, action.at, advance));
    advance(action.at);
    if (auto result = robot.act(action); !result) {
      const bool about_case = action.step != Step::publish_policy;
      result.error().field = (about_case ? "case that arrives " + base::format_time(stream[action.index].arrives) : "policy") + ", " + result.error().field;
      return result;
    }
  }
  TRY_VOID(app::run_until(simulation.deployment, simulation.end, advance));
  advance(simulation.end);
  progress.step(actions.size(), actions.size());
  return {};
}

}  // namespace writ::demo
