# For the scripts around the module: build, tests, documentation. What the module itself ships is held to every rule.
@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        'PSAvoidUsingWriteHost'                       # they talk to the person or log that runs them
        'PSUseShouldProcessForStateChangingFunctions' # their functions are steps, not commands for a prompt
        'PSUseSingularNouns'                          # a task is called Docs
        'PSUseDeclaredVarsMoreThanAssignments'        # does not see that Pester's blocks share variables
        'PSReviewUnusedParameter'                     # does not see a script's parameter used in its functions
        'PSAvoidUsingCmdletAliases'                   # aliases are under test, too
        'PSAvoidUsingInvokeExpression'                # a table of tests holds the command lines that they try as text
        'PSUseUsingScopeModifierInNewRunspaces'       # does not see that an earlier call made the variable in the session
        'PSUseBOMForUnicodeEncodedFile'               # PowerShell 7 reads UTF-8 without one
    )
}
