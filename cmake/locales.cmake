# locales/*.json, checked and compiled into the page room: a text that a language lacks fails the build.
file(GLOB locale_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/locales/*.json ${CMAKE_SOURCE_DIR}/locales/*/*.json)
add_executable(writ_locales ${CMAKE_SOURCE_DIR}/src/page/locales/compile.cc ${CMAKE_SOURCE_DIR}/src/page/message.cc)
target_link_libraries(writ_locales PRIVATE writ_base writ_flags nlohmann_json::nlohmann_json ICU::uc ICU::i18n)
set(locale_out ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${locale_out}/page)
add_custom_command(OUTPUT ${locale_out}/page/messages.cc
  COMMAND writ_locales ${CMAKE_SOURCE_DIR}/locales ${locale_out}/page/messages.cc
  COMMAND ${CMAKE_COMMAND} -E touch ${locale_out}/page/messages.cc
  DEPENDS writ_locales ${locale_files} COMMENT "Checking locales/" VERBATIM)
target_sources(writ_page PRIVATE ${locale_out}/page/messages.cc)
