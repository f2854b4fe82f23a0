// What the importers of JSON files have in common.
#pragma once

#include "observatory/json_reader.h"
#include "observatory/record_sink.h"

namespace writ::observatory {

/// Reads the document into `import` if it is of a known family; false if it is of none. A document of a known family
/// that cannot be used sets `refused` with a finding.
bool read_json_family(const JsonNode& root, Import& import);

// One for each family: true if `root` is of it.
bool telegram_json(const JsonNode& root, Import& import);
bool github_json(const JsonNode& root, Import& import);
bool apple_json(const JsonNode& root, Import& import);

/// The names of an array of texts; an error names what is missing (`member`) or no text.
base::Result<std::vector<std::string>> texts(const JsonNode& root, std::string_view member);
void refuse_document(Import& import, std::uint64_t line, const base::Error& error);

}  // namespace writ::observatory
