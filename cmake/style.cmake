# web/style.css becomes a constant of the report room, so that the program is one file. Configure runs again when it changes.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/style.css)
file(READ ${CMAKE_SOURCE_DIR}/web/style.css style_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/style.cc @ONLY CONTENT
  "#include \"report/style.h\"\n\nnamespace writ::report {\n\nstd::string_view style_css() {\n  return R\"css(@style_text@)css\";\n}\n\n}  // namespace writ::report\n")
target_sources(writ_report PRIVATE ${CMAKE_BINARY_DIR}/generated/style.cc)
