// mailscope: the command line.
//
//   mailscope run scenarios/reading-mail/pop3-deletes.json --knob leave=yes
//   mailscope check scenarios
//
// Exit 0: all well; 1: an expectation failed; 2: bad input, said in one sentence each.
#include <CLI/CLI.hpp>

#include "sim/cli/commands.h"

int main(int argc, char** argv) {
  namespace cli = mailscope::cli;
  CLI::App app{"A mail system you can see through: runs lessons without a browser.", "mailscope"};
  app.require_subcommand(1);
  app.footer("Exit code: 0 all well, 1 an expectation failed, 2 bad input.");

  cli::RunOptions run_options;
  CLI::App* run_app = app.add_subcommand("run", "Run one scenario and print its whole dialogue");
  run_app->add_option("FILE", run_options.file, "The scenario, a JSON file")->required();
  run_app
      ->add_option("--knob", run_options.knobs,
                   "Turn a knob: id=position (may be given several times)")
      ->allow_extra_args(false);
  CLI::Option* json =
      run_app->add_flag("--json", run_options.is_json, "Print the trace, one JSON record a line");
  run_app->add_flag("--digest", run_options.is_digest, "Print only the SHA-256 of the trace")
      ->excludes(json);
  run_app->add_option("--pcapng", run_options.pcapng,
                      "Also write a capture for Wireshark, with its TLS secrets");

  cli::CheckOptions check_options;
  CLI::App* check_app =
      app.add_subcommand("check", "Run lessons in every knob position against their expectations");
  check_app->add_option("PATH", check_options.paths, "Scenario files, or folders of them")
      ->required();
  check_app->add_flag("--all", check_options.says_all, "Also print what holds");
  check_app->add_flag("--digests", check_options.has_digests,
                      "Also print the SHA-256 of each run's trace");

  CLI::Option* mutate = check_app->add_flag(
      "--mutate", check_options.mutates,
      "Break the lessons' worlds on purpose and name expectations that cannot fail");
  check_app
      ->add_flag("--quick", check_options.is_quick,
                 "With --mutate: stop once every expectation has failed")
      ->needs(mutate);

  cli::CompareOptions compare_options;
  CLI::App* compare_app = app.add_subcommand(
      "compare", "Print what came of a lesson in two positions of its knobs, side by side");
  compare_app->add_option("FILE", compare_options.file, "The scenario, a JSON file")->required();
  compare_app->add_option("--knob", compare_options.knobs, "Turn a knob for both runs: id=position")
      ->allow_extra_args(false);
  compare_app
      ->add_option("--with", compare_options.with, "Turn a knob for the second run: id=position")
      ->required()
      ->allow_extra_args(false);
  compare_app->add_option("--lang", compare_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();

  cli::WorksheetOptions worksheet_options;
  CLI::App* worksheet_app =
      app.add_subcommand("worksheet", "Print a lesson's questions for paper, as HTML");
  worksheet_app->add_option("FILE", worksheet_options.file, "The scenario, a JSON file")
      ->required();
  worksheet_app->add_option("--knob", worksheet_options.knobs, "Turn a knob: id=position")
      ->allow_extra_args(false);
  worksheet_app->add_option("--lang", worksheet_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();
  worksheet_app->add_flag("--answers", worksheet_options.has_answers, "With a page of answers");

  cli::WhyOptions why_options;
  CLI::App* why_app = app.add_subcommand(
      "why", "Print the chain of causes of a refusal, bounce, downgrade or loss");
  why_app->add_option("FILE", why_options.file, "The scenario, a JSON file")->required();
  why_app->add_option("RECORD", why_options.record,
                      "Number of the record (see run --json); default: all worth asking about");
  why_app->add_option("--knob", why_options.knobs, "Turn a knob: id=position")
      ->allow_extra_args(false);
  why_app->add_option("--lang", why_options.language, "en or ru")
      ->check(CLI::IsMember({"en", "ru"}))
      ->capture_default_str();

  cli::ListOptions list_options{"scenarios", false, false};
  CLI::App* list_app = app.add_subcommand("list", "List the lessons and their knobs");
  list_app->add_option("PATH", list_options.path, "A folder of scenarios")->capture_default_str();
  CLI::Option* list_json = list_app->add_flag("--json", list_options.is_json, "As JSON");
  list_app->add_flag("--markdown", list_options.is_markdown, "As the page docs/lessons/README.md")
      ->excludes(list_json);

  CLI::App* schema_app = app.add_subcommand("schema", "Print the JSON Schema of scenario files");

  // CLI11 tells by exceptions; they end here. What the command line gets wrong is bad input, too.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(cli::Outcome::bad_input);
  }
  if (run_app->parsed()) return static_cast<int>(cli::run(run_options, stdout, stderr));
  if (check_app->parsed()) {
    return static_cast<int>(check_options.mutates
                                ? cli::check_mutants(check_options, stdout, stderr)
                                : cli::check(check_options, stdout, stderr));
  }
  if (worksheet_app->parsed())
    return static_cast<int>(cli::worksheet(worksheet_options, stdout, stderr));
  if (why_app->parsed()) return static_cast<int>(cli::why(why_options, stdout, stderr));
  if (compare_app->parsed()) return static_cast<int>(cli::compare(compare_options, stdout, stderr));
  if (list_app->parsed()) return static_cast<int>(cli::list(list_options, stdout, stderr));
  if (schema_app->parsed()) return static_cast<int>(cli::schema(stdout));
  return 2;
}
