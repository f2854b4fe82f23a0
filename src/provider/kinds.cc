#include <array>

#include "provider/clickhouse.h"
#include "provider/ejabberd.h"
#include "provider/mapped.h"
#include "provider/mas.h"
#include "provider/open.h"
#include "provider/pg_partitions.h"
#include "provider/prosody.h"
#include "provider/synapse_postgresql.h"
#include "provider/synapse_sqlite.h"
#include "provider/teamgram.h"

namespace writ::provider {

namespace {

base::Result<std::unique_ptr<Source>> make_synapse_sqlite(std::string name, Keys& keys) {
  TRY(const ReadLimits limits, limits_of(keys));
  TRY(base::Path file, keys.path("file"));
  return make_synapse_sqlite_source(std::move(name), std::move(file), limits);
}

constexpr std::array all_kinds{
    Kind{"synapse_sqlite", &make_synapse_sqlite},
    Kind{"synapse_postgresql", &make_synapse_postgresql},
    Kind{"mas", &make_mas},
    Kind{"teamgram", &make_teamgram},
    Kind{"ejabberd", &make_ejabberd},
    Kind{"clickhouse", &make_clickhouse},
    Kind{"prosody", &make_prosody},
    Kind{"pg_partitions", &make_pg_partitions},
    Kind{"sql", &make_mapped},
};

}  // namespace

std::span<const Kind> kinds() { return all_kinds; }

}  // namespace writ::provider
