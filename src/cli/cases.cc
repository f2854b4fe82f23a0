// `writ case ...` and `writ request submit`: what staff and officers do until there are pages for it.
#include <cstdio>
#include <functional>

#include <nlohmann/json.hpp>

#include "app/case_json.h"
#include "cli/opened.h"
#include "intake/intake.h"

namespace writ::cli {

namespace {

constexpr std::size_t listed_max = 1000;  // more than a person reads at a shell

/// Opens, signs in, does it; prints what `act` returns.
int with_person(const ActorArguments& arguments, const std::function<base::Result<std::string>(app::Desk&, app::Deployment&, const people::Person&)>& act) {
  auto opened = open_deployment(arguments.root);
  if (!opened) return report_error(opened.error());
  const auto person = sign_in(**opened, arguments.token_file);
  if (!person) return report_error(person.error());
  app::Desk desk(*(*opened)->deployment);
  const auto said = act(desk, *(*opened)->deployment, *person);
  if (!said) return report_error(said.error());
  std::fputs(said->c_str(), stdout);
  return 0;
}

base::Result<std::string> state_of_case(app::Desk& desk, const people::Person& person, const std::string& ref) {
  TRY(const auto file, desk.find(person, ref));
  return ref + ": " + std::string(casework::name_of(file.state)) + "\n";
}

base::Result<legal::Facts> parse_facts(const std::vector<std::string>& texts) {
  legal::Facts facts;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
    if (value != "true" && value != "false") return base::invalid("--fact", text, "must be name=true or name=false");
    facts[text.substr(0, equals)] = value == "true" ? legal::Fact::yes : legal::Fact::no;
  }
  return facts;
}

}  // namespace

int run_case_list(const CaseListArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment& deployment, const people::Person& person) -> base::Result<std::string> {
    std::optional<casework::State> state;
    if (arguments.state) {
      state = casework::state_of(*arguments.state);
      if (!state) return base::invalid("--state", *arguments.state, "is not a state of a case");
    }
    std::vector<std::string> refs;
    if (arguments.due_within_days) {
      TRY(refs, deployment.casework->due_before(deployment.clock.now() + std::chrono::days(*arguments.due_within_days)));
    } else {
      TRY(refs, deployment.casework->list(state, listed_max));
    }
    std::string lines;
    for (const std::string& ref : refs) {
      const auto file = desk.find(person, ref);
      if (!file) continue;  // not this person's
      const bool late = arguments.due_within_days && file->due_at < deployment.clock.now();
      lines += ref + "\t" + std::string(casework::name_of(file->state)) + (late ? "\toverdue since " : "\tdue ") + base::format_time(file->due_at) + "\t" + file->request.country +
               "\t" + file->request.instrument + "\n";
    }
    return lines;
  });
}

int run_case_show(const CaseArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    TRY(const auto file, desk.find(person, arguments.ref));
    return app::case_json(file, person) + "\n";
  });
}

int run_case_verify(const CaseVerifyArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    casework::Verification verification;
    TRY(verification.facts, parse_facts(arguments.facts));
    if (arguments.recoded_offence) {
      verification.recodes.push_back({.position = 11, .value = *arguments.recoded_offence, .reason = "document_says"});
    }
    TRY_VOID(desk.verify(person, arguments.ref, verification));
    return state_of_case(desk, person, arguments.ref);
  });
}

int run_case_draft(const CaseDraftArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    std::optional<casework::Override> deviation;
    if (arguments.refuse_on) {
      TRY(const auto before, desk.find(person, arguments.ref));
      deviation = casework::Override{.granted = std::vector<legal::CodeSet>(before.request.selectors.size()),
                                     .ground = *arguments.refuse_on,
                                     .written_ground = arguments.because};
    }
    TRY_VOID(desk.draft(person, arguments.ref, deviation));
    TRY(const auto file, desk.find(person, arguments.ref));
    return arguments.ref + ": " + std::string(casework::name_of(file.state)) + "\n" + (file.draft ? file.draft->explanation + "\n" : "");
  });
}

int run_case_approve(const CaseArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    TRY_VOID(desk.approve(person, arguments.ref));
    return state_of_case(desk, person, arguments.ref);
  });
}

int run_case_execute(const CaseArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment& deployment, const people::Person& person) -> base::Result<std::string> {
    TRY(const auto execution, desk.carry_out(person, arguments.ref));
    if (!execution.delivered) return arguments.ref + ": nothing was found; `no_data` is drafted and waits for an approver\n";
    return arguments.ref + ": delivered " + (deployment.layout.packages() / arguments.ref / execution.package_name).string() + ", " +
           std::to_string(execution.accounts) + " accounts\n";
  });
}

int run_case_ask(const CaseTextArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    TRY_VOID(desk.ask(person, arguments.ref, arguments.text));
    return state_of_case(desk, person, arguments.ref);
  });
}

int run_case_answer(const CaseTextArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    TRY_VOID(desk.answer(person, arguments.ref, arguments.text));
    return state_of_case(desk, person, arguments.ref);
  });
}

int run_case_withdraw(const CaseTextArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment&, const people::Person& person) -> base::Result<std::string> {
    TRY_VOID(desk.withdraw(person, arguments.ref, arguments.text));
    return state_of_case(desk, person, arguments.ref);
  });
}

int run_request_submit(const RequestSubmitArguments& arguments) {
  return with_person(arguments, [&](app::Desk& desk, app::Deployment& deployment, const people::Person& person) -> base::Result<std::string> {
    TRY(const std::string text, static_cast<base::Files&>(deployment.files).read(arguments.file));
    const auto requests = intake::parse_requests(text, deployment.clock.now());
    if (!requests) {
      for (const intake::LineError& fault : requests.error()) {
        std::fprintf(stderr, "writ: %s:%zu: %s\n", arguments.file.c_str(), fault.line, fault.error.message().c_str());
      }
      return base::invalid(arguments.file, "", std::to_string(requests.error().size()) + " bad lines; nothing was stored");
    }
    TRY(const auto accepted, desk.submit(person, *requests));
    std::string lines;
    for (const casework::Accepted& one : accepted) lines += one.ref + "\t" + base::to_hex(one.body_root) + "\n";
    return lines;
  });
}

}  // namespace writ::cli
