// What libgit2 and libcurl call for HTTP's Negotiate login. Debian packs no static Kerberos, and
// the shared one brings six libraries to start-up; so every call says "unavailable"
// (GSS_S_UNAVAILABLE, RFC 2744 section 3.9.1), which both report as an error of that one login
// method.

extern "C" {

// The parameters are the callers': C linkage matches names only, and none is looked at.
constexpr unsigned int unavailable = 16U << 16U;

unsigned int gss_delete_sec_context() {
  return unavailable;
}
unsigned int gss_display_name() {
  return unavailable;
}
unsigned int gss_display_status() {
  return unavailable;
}
unsigned int gss_import_name() {
  return unavailable;
}
unsigned int gss_indicate_mechs() {
  return unavailable;
}
unsigned int gss_init_sec_context() {
  return unavailable;
}
unsigned int gss_inquire_context() {
  return unavailable;
}
unsigned int gss_release_buffer() {
  return unavailable;
}
unsigned int gss_release_name() {
  return unavailable;
}
unsigned int gss_release_oid_set() {
  return unavailable;
}
unsigned int gss_unwrap() {
  return unavailable;
}
unsigned int gss_wrap() {
  return unavailable;
}

// NOLINTBEGIN(readability-identifier-naming): the name is Kerberos's.
extern const void* const GSS_C_NT_HOSTBASED_SERVICE;
const void* const GSS_C_NT_HOSTBASED_SERVICE = nullptr;
// NOLINTEND(readability-identifier-naming)

}  // extern "C"
