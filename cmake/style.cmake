# Plain sheets as a constant of the report room: what a site wears where the web assets (scripts/web.sh, node) were not built,
# as in the tree of the sanitizers. Configure runs again when one changes.
set(style_text "")
foreach(sheet tokens style print)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/${sheet}.css)
  file(READ ${CMAKE_SOURCE_DIR}/web/${sheet}.css sheet_text)
  string(APPEND style_text "${sheet_text}")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/style.cc @ONLY CONTENT
  "#include \"report/assets.h\"\n\nnamespace writ::report {\n\nstd::string_view plain_style() {\n  return R\"css(@style_text@)css\";\n}\n\n}  // namespace writ::report\n")
target_sources(writ_report PRIVATE ${CMAKE_BINARY_DIR}/generated/style.cc)
# The folder that scripts/web.sh fills; a package would set it to its share folder.
target_compile_definitions(writ_report PRIVATE WRIT_WEB_DIR="${CMAKE_SOURCE_DIR}/build/web")
