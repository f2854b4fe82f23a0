// Property: the canonical JSON of any request that intake can produce is read back as that request, and is canonical.
#include <doctest/doctest.h>

#include "base/random.h"
#include "intake/intake.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"

using namespace writ;

namespace {

const base::Time received_at = *base::parse_time("2024-03-01T12:00:00Z");

std::string pick(base::Random& random, const std::vector<std::string>& from) { return from[random.below(from.size())]; }

legal::Selector some_selector(base::Random& random, std::size_t number) {
  legal::Selector selector;
  selector.kind = static_cast<legal::SelectorKind>(random.below(5));
  const std::string n = std::to_string(number + 1);  // `2001:db8::0` is not canonical
  switch (selector.kind) {
    case legal::SelectorKind::phone_number:
      selector.value = "+4930" + std::to_string(100'000 + number);
      break;
    case legal::SelectorKind::email:
      selector.value = pick(random, {"Ann", "\u00FCnal", "o'neil", "a+b"}) + n + "@example.org";
      break;
    case legal::SelectorKind::ip_address:
      selector.value = pick(random, {"192.0.2.", "2001:db8::"}) + n;
      break;
    default:
      selector.value = pick(random, {"@alice:example.org", "Zo\u00EB", "\"quoted\\", "</script>", "\u4F60\u597D"}) + n;
  }
  const bool address = selector.kind == legal::SelectorKind::ip_address;
  if (address || random.below(2) == 0) {
    const auto from = received_at - std::chrono::seconds(random.below(100'000'000));
    selector.window = legal::Window{from, from + std::chrono::seconds(1 + random.below(address ? 86'400 : 10'000'000))};
  }
  if (address && random.below(2) == 0) selector.port = static_cast<std::uint16_t>(1 + random.below(65'535));
  return selector;
}

legal::Request some_request(base::Random& random) {
  legal::Request request;
  request.country = legal::countries()[random.below(legal::countries().size())].alpha2;
  request.instrument = legal::instruments()[random.below(legal::instruments().size())].code;
  request.offence = legal::offences()[random.below(legal::offences().size())].code;
  std::vector<std::string> sought;
  for (const legal::Word& word : legal::categories()) {
    if (random.below(2) == 0) sought.emplace_back(word.code);
  }
  request.data_sought = legal::make_set(sought);
  request.emergency = random.below(2) == 0;
  request.realtime = random.below(2) == 0;
  for (std::size_t i = 0, count = 1 + random.below(6); i < count; ++i)
    request.selectors.push_back(some_selector(random, i));
  request.agency = pick(random, {"Police", "Pr\u00E9fecture \"X\"", "\u516C\u5B89\u5C40"});
  request.officer = "officer@police.example";
  request.file_number = pick(random, {"", "12/34", "\u00A7 5"});
  if (random.below(2) == 0) request.nonce = random.hash();
  request.document = random.hash();
  for (const char* fact : {"suspect_confirmed", "valid_order", "x.y-z"}) {
    if (random.below(2) == 0) request.declared[fact] = random.below(2) == 0 ? legal::Fact::yes : legal::Fact::no;
  }
  request.secrecy.kind = static_cast<legal::Secrecy::Kind>(random.below(3));
  if (request.secrecy.kind == legal::Secrecy::Kind::ordered) request.secrecy.court = "Court of \u00C5";
  if (request.secrecy.kind != legal::Secrecy::Kind::none && random.below(2) == 0)
    request.secrecy.until = base::parse_day("2024-12-31");
  return request;
}

}  // namespace

TEST_CASE("the canonical JSON of a request is read back as the same request") {
  base::SeededRandom random(20240924);
  for (int i = 0; i < 500; ++i) {
    const legal::Request request = some_request(random);
    const std::string text = intake::to_json(request);
    const auto again = intake::parse_request(text, received_at);
    REQUIRE_MESSAGE(again, (again ? "" : again.error().message() + " in " + text));
    CHECK(*again == request);
    CHECK(intake::to_json(*again) == text);
  }
}
