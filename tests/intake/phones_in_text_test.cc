#include "intake/phones_in_text.h"

#include <doctest/doctest.h>

using writ::intake::without_phones;

TEST_CASE("a number is taken out of a text however it is written") {
  const auto hidden = [](const char* text) { return without_phones(text, "US", "[number]"); };
  CHECK(hidden("Call me on +1 202-555-0143 at once.") == "Call me on [number] at once.");
  CHECK(hidden("Call (202) 555-0143.") == "Call [number].");
  CHECK(hidden("+33 4 72 00 00 00, or +12025550143") == "[number], or [number]");
}

TEST_CASE("what is no number stays: days, times, file numbers, addresses") {
  for (const char* text : {"On 2 January 2025 at 14:30 UTC.", "File F-17/2025, 18 USC 2702(b)(8).", "192.0.2.1", ""})
    CHECK(without_phones(text, "US", "[number]") == text);
}

TEST_CASE("a text in other letters keeps them") {
  CHECK(without_phones("Звоните: +7 495 123-45-67 — срочно", "RU", "[номер]") == "Звоните: [номер] — срочно");
}
