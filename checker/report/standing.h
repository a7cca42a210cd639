// Where an agent stands, in words: the place of a location is the place of what leads out of it.
#pragma once

#include <string>

#include "checker/report/trace.h"

namespace headway::report {

// The origin of the first transition out of `location` that has one; null where none has.
const source::Origin* origin_at(const machine::Agent& agent, machine::LocationId location);

// "f.c:17 in write_begin", "g.h:33 in folio_lock < filemap_fault (called from f.c:17)", or the
// location's name.
std::string place_of(const Reading& reading, const source::Origin* origin,
                     const std::string& otherwise);
std::string place_of(const Reading& reading, machine::AgentId agent, machine::LocationId location);

}  // namespace headway::report
