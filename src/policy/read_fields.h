// Inside the room: the [fields] of a policy file.
#pragma once

#include <vector>

#include "policy/table.h"
#include "policy/toml_tree.h"

namespace writ::policy {

/// What a request or its staff can say: a vocabulary ("@offence"), a fact ("bool"), or groups of a vocabulary
/// ({ eu = ["DE", "FR"], elsewhere = "*" }). At most fields_max fields and loadable_max combinations.
base::Result<std::vector<Field>> read_fields(std::string_view file, const Node& fields);

/// The [words]: how sentences say that a fact holds or does not ({ yes = "...", no = "..." }), and the groups of a
/// grouped field ({ us = "the United States" }).
base::Result<> read_words(std::string_view file, const Node& words, std::vector<Field>& fields);

/// The [grounds]: an operator's own, each with its words in en, fr, de, zh-Hans and ar.
base::Result<OwnGrounds> read_grounds(std::string_view file, const Node& grounds);

}  // namespace writ::policy
