// report.schema.json as a test: what a report does that the schema forbids. The validator is
// valijson, which reads the schema that our users read.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace headway::report {

// Empty where the schema allows the report; else a line for each thing that it forbids.
inline std::string schema_errors(const nlohmann::json& report) {
  std::ifstream in(std::string(HEADWAY_SOURCE_DIRECTORY) + "/checker/report/report.schema.json");
  const nlohmann::json text = nlohmann::json::parse(in);
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::ValidationResults results;
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(report), &results))
    return "";
  std::string lines;
  for (const valijson::ValidationResults::Error& error : results) {
    for (const std::string& part : error.context) lines += part;
    lines += ": " + error.description + "\n";
  }
  return lines.empty() ? "not valid" : lines;
}

}  // namespace headway::report
