// A source that does not answer: nothing is sealed over it, nobody reads it as "nothing is stored" (check 22), and what
// the others gave may go out first, as incomplete, if somebody else agrees (design: faces.md 4.7).
#include <arpa/inet.h>
#include <sys/socket.h>
#include <nlohmann/json.hpp>

#include "app/letters.h"
#include "provider/open.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// A port of this machine on which nobody listens: connections are refused.
std::uint16_t refused_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

std::unique_ptr<provider::Connector> dead_clickhouse() {
  const std::string toml =
      "schema = \"writ-provider/v1\"\n[[source]]\nkind = \"clickhouse\"\nname = \"access\"\nurl = \"http://127.0.0.1:" +
      std::to_string(refused_port()) +
      "/\"\nuser = \"writ_reader\"\ntime_meaning = \"used at\"\ngranularity_seconds = 1\n";
  auto file = provider::parse_provider(toml, "provider.toml", "/");
  if (!file) FAIL(file.error().message());
  auto connector = provider::open_connector(std::move(*file), {}, {});
  REQUIRE(connector);
  return std::move(*connector);
}

/// The deployment's own messenger, of which the part with one account does not answer.
class PartDown final : public provider::Connector {
 public:
  PartDown(provider::Connector& whole, std::string silent) : whole_(whole), silent_(std::move(silent)) {}
  base::Result<provider::Answer> ask(const provider::Question& question) override {
    if (question.selector.value == silent_)
      return base::fail(base::Errc::unavailable, "clickhouse", "shard 2", "does not answer");
    return whole_.ask(question);
  }

 private:
  provider::Connector& whole_;
  std::string silent_;
};

/// Another connector for as long as it lives.
struct Swapped {
  Office& office;
  std::unique_ptr<provider::Connector> other;
  Swapped(Office& of, std::unique_ptr<provider::Connector> with) : office(of), other(std::move(with)) {
    std::swap(office.deployment->connector, other);
  }
  ~Swapped() { std::swap(office.deployment->connector, other); }
};

struct Approved {
  Office& office = Office::get();
  std::string ref;
  std::string at;
  Staff staff{office};
  Browser officer{office};

  explicit Approved(const std::string& sent) : ref(sent), at("/desk/cases/" + ref) {
    officer.sign_in(demo::small_officer_email, "portal");
    staff.verify(at);
    staff.draft(at);
    staff.approve_both(office, at);
  }
  http::Response press(const char* tail, Fields fields = {}) {
    return staff.gatherer.post(at + tail, with_version(staff.gatherer.get(at + "/gather"), std::move(fields)));
  }
  std::vector<std::string> packages() { return office.deployment->casework->find(ref)->packages; }
};

/// One request about two accounts that are held; the second's id.
std::pair<std::string, std::string> submit_two(Office& office) {
  auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.phone.empty() || one.deactivated; });
  auto json = nlohmann::json::parse(demo::small_request({sample->at(0)}, office.random));
  const auto second = nlohmann::json::parse(demo::small_request({sample->at(1)}, office.random));
  json["selectors"].push_back(second["selectors"][0]);
  auto request = intake::parse_request(json.dump(), office.clock.now());
  REQUIRE(request);
  const auto officer = office.deployment->people.find_by_email(demo::small_officer_email);
  const auto accepted = app::Desk(*office.deployment).submit(*officer, {*request});
  REQUIRE(accepted);
  return {accepted->front().ref, request->selectors[1].value};
}

}  // namespace

TEST_CASE(
    "22: a source refuses the connection: the desk says which, the package is blocked, the officer is told N3 by "
    "portal and mail") {
  Approved one(Office::get().submit());
  const Swapped dead(one.office, dead_clickhouse());
  CHECK(one.press("/gather").status == 303);
  CHECK(one.press("/gather").status == 303);
  const auto page = one.staff.gatherer.get(one.at + "/gather");
  CHECK(says(page, "We could not look."));
  CHECK(says(page, "access"));  // its name
  CHECK_FALSE(says(page, "Seal the package"));
  CHECK_FALSE(says(page, "Send what there is, as incomplete"));  // nothing answered
  CHECK(one.press("/seal").status == 422);
  CHECK(one.press("/nothing-held").status == 422);
  const auto told = one.officer.get("/portal/requests/" + one.ref);
  CHECK(says(told, "We could not look"));
  REQUIRE(app::send_letters(*one.office.deployment, [](const auto& work) { work(); }));
  const std::string mail = one.office.mail_to(demo::small_officer_email, "On your request " + one.ref);
  CHECK(mail.contains("we could not look"));
  CHECK(mail.contains("not a finding that nothing exists"));
  for (const std::string& text : {page.body, told.body, mail, one.staff.intake.get(one.at).body,
                                  one.staff.intake.get(one.at + "/history").body}) {
    for (const char* word : {"othing is stored", "othing is held", "no account", "none in the period"})
      CHECK_FALSE(text.contains(word));
  }
  CHECK(one.packages().empty());
}

TEST_CASE(
    "what answered goes out as incomplete with a day for the rest and another person's approval; the second package "
    "completes it") {
  const auto [ref, silent] = submit_two(Office::get());
  Approved one(ref);
  app::Deployment& deployment = *one.office.deployment;
  const std::string follow_up = base::format_time(one.office.clock.now() + std::chrono::hours(30));
  {
    const Swapped part(one.office, std::make_unique<PartDown>(*deployment.connector, silent));
    CHECK(one.press("/gather").status == 303);
    CHECK(one.press("/seal").status == 422);
    CHECK(one.press("/incomplete", {{"follow_up", "soon"}, {"reason", "The hearing is tomorrow."}}).status == 422);
    CHECK(one.press("/incomplete", {{"follow_up", follow_up}, {"reason", ""}}).status == 422);
    REQUIRE(one.press("/incomplete", {{"follow_up", follow_up}, {"reason", "The hearing is tomorrow."}}).status == 303);
    CHECK(one.press("/seal").status == 422);  // nobody has agreed yet

    CHECK(says(one.staff.first.get("/desk/inbox/approve?reference=" + ref), ref));
    const auto page = one.staff.first.get(one.at + "/approve");
    CHECK(says(page, "The hearing is tomorrow."));
    CHECK(says(page, "1 of 2"));
    CHECK(one.staff.first.post(one.at + "/approve", with_version(page, {{"code", "000000"}})).status == 422);
    REQUIRE(one.staff.first
                .post(one.at + "/approve", with_version(page, {{"code", one.office.code(demo::first_approver_email)}}))
                .status == 303);

    CHECK(says(one.staff.gatherer.get(one.at + "/gather"), "Seal as incomplete"));
    REQUIRE(one.press("/seal").status == 303);
    REQUIRE(one.press("/deliver").status == 303);
  }
  CHECK(one.packages().size() == 1);
  CHECK(state_of(one.office, ref) == "approved");
  CHECK(base::format_time(one.office.deployment->casework->find(ref)->due_at) == follow_up);
  CHECK(says(one.staff.gatherer.get("/desk/inbox/seal?reference=" + ref), ref));
  const auto told = one.officer.get("/portal/requests/" + ref + "/package");
  CHECK(says(told, "We could not look"));
  CHECK_FALSE(says(told, "no account"));

  for (const char* step : {"/gather", "/seal", "/deliver"}) REQUIRE(one.press(step).status == 303);
  CHECK(state_of(one.office, ref) == "delivered");
  const auto packages = one.packages();
  REQUIRE(packages.size() == 2);
  CHECK(packages[0] != packages[1]);
  for (const std::string& name : packages) CHECK(std::filesystem::exists(one.office.root / "packages" / ref / name));
  CHECK_FALSE(says(one.officer.get("/portal/requests/" + ref + "/package"), "We could not look"));
}

TEST_CASE("who proposed an incomplete package does not approve it") {
  const auto [ref, silent] = submit_two(Office::get());
  Approved one(ref);
  casework::Casework& casework = *one.office.deployment->casework;
  const base::Time later = one.office.clock.now() + std::chrono::hours(5);
  CHECK_FALSE(casework.propose_incomplete("somebody", ref, one.office.clock.now(), "Now."));
  REQUIRE(casework.propose_incomplete("somebody", ref, later, "Now."));
  CHECK(casework.approve_incomplete("somebody", ref).error().code == base::Errc::denied);
  REQUIRE(casework.approve_incomplete("another", ref));
  CHECK_FALSE(casework.approve_incomplete("third", ref));
}
